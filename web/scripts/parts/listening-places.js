// On what devices, in which countries and in which manner somebody listens.
import {h} from '../dom.js';
import {count, counted, countryName, share} from '../words.js';
import {section} from './section.js';

const kPlatforms = {
  android: 'Android', ios: 'iPhone and iPad', windows: 'Windows', macos: 'Mac', linux: 'Linux', web: 'Web player', speaker: 'Speakers and cast',
  tv: 'Television', console: 'Game consoles', car: 'Car', other: 'Other devices', unknown: 'Unknown',
};
const kTold = 'Spotify’s extended streaming history says this of each play; what was captured here does not.';

export function platformsPanel({platforms}, measure) {
  return bars('platforms', 'Devices', platforms, measure, ({platform}) => kPlatforms[platform] ?? platform, ({platform}) => platform === 'unknown');
}

export function countriesPanel({countries}, measure) {
  return bars('countries', 'Countries', countries, measure, ({country}) => country === null ? 'Unknown' : countryName(country), ({country}) => country === null);
}

function bars(id, title, entries, measure, nameOf, isUnknown) {
  if (entries.every(isUnknown)) return section({id, title}, h('p', {class: 'soft'}, kTold));
  const most = Math.max(...entries.map((entry) => entry[measure]));
  const line = (entry) => h('li', {class: isUnknown(entry) ? 'unknown' : null}, h('span', {class: 'name'}, nameOf(entry)),
      h('span', {class: 'rate'}, h('strong', {}, share(entry.share)),
          h('span', {class: 'soft small'}, measure === 'plays' ? counted(entry.plays, 'play') : counted(Math.round(entry.minutes), 'minute'))),
      h('span', {class: 'bar', 'aria-hidden': 'true', '--share': most > 0 ? entry[measure] / most : 0}));
  return section({id, title}, h('ol', {class: 'bars'}, entries.map(line)));
}

export function modesPanel({played, shuffle, offline, in_private: hidden}) {
  const said = ({yes, no}) => yes.plays + no.plays;
  const tally = (words, part, more) => h('div', {}, h('dt', {}, words), h('dd', {}, share(part)), h('dd', {class: 'more'}, more));
  const of = (answers) => said(answers) === 0 ? 'no source says it' : `of ${counted(said(answers), 'play')}`;
  return h('dl', {class: 'tallies modes'},
      tally('on shuffle', said(shuffle) === 0 ? null : shuffle.yes.share, of(shuffle)),
      tally('offline', said(offline) === 0 ? null : offline.yes.share, of(offline)),
      tally('in private sessions', hidden.share, `${count(hidden.plays)} of ${counted(played.plays, 'play')}`));
}
