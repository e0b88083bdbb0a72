// When plays may be missing, and which imports have filled such gaps.
import {h} from '../dom.js';
import {counted, moment, stretch} from '../words.js';
import {stateMark} from './state-mark.js';

const kWhy = {
  full_page: 'More was played than Spotify tells, which is the last 50 plays.',
  no_reading: 'Spotify could not be asked.',
};

/** A details element; null when nothing was ever missing. `nameOf(id)` names a source. */
export function gapsList(gaps, timeZone, nameOf) {
  if (gaps.length === 0) return null;
  const open = gaps.filter(({filled_by: filled}) => filled === null).length;
  return h('details', {class: 'behind'},
      h('summary', {}, open > 0 ? `Plays may be missing: ${counted(open, 'gap')}` : 'All gaps are filled'),
      h('p', {class: 'small soft'}, 'A gap is filled by an import of Spotify’s own export that covers it, and opens again when that is undone.'),
      h('ul', {class: 'small gaps'}, gaps.map(({from, until, why, filled_by: filled, plays_found: found}) => h('li', {},
          h('div', {},
              h('p', {class: 'figures'}, until ? stretch(from, until, timeZone) : `Since ${moment(from, timeZone, {dateStyle: 'medium', timeStyle: 'short'})}`),
              h('p', {class: 'soft'}, filled === null ? kWhy[why] ?? why : `${counted(found, 'play')} found by ${nameOf(filled)}`)),
          stateMark(filled === null ? 'open' : 'filled')))));
}
