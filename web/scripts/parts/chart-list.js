// A chart as a list: the first three large, the others in rows, and more at the end.
import {h, focusIn} from '../dom.js';
import {sentenceOf} from '../session.js';
import {count, counted, finely} from '../words.js';
import {cover} from './cover.js';
import {albumLink, artistLink, playGlyph, trackLink} from './links.js';

const kLarge = 3;
const kRowsWaited = 12;  // as many as are seen before one scrolls

/** `more(offset)` asks for the entries from there on. */
export function chartList(kind, chart, by, more) {
  const most = figureOf(chart.entries[0], by);
  // All time has no days before it to compare with.
  const compared = (entry) => chart.before ? entry : {...entry, rank_before: undefined};
  const row = (entry) => chartRow(kind, compared(entry), by, most);
  const podium = h('ol', {class: 'podium'}, chart.entries.slice(0, kLarge).map((entry) => stepOf(kind, compared(entry), by)));
  const rows = h('ol', {class: 'chart-rows', start: kLarge + 1}, chart.entries.slice(kLarge).map(row));
  const end = h('div', {class: 'chart-end'});
  let shown = chart.entries.length;

  function offer() {
    const left = chart.total - shown;
    if (left <= 0) return end.replaceChildren();
    const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
    const button = h('button', {type: 'button', class: 'button', onclick: async () => {
      const moveFocus = focusIn(end);
      button.disabled = true;
      try {
        const {entries} = await more(shown);
        const added = entries.map(row);
        rows.append(...added);
        shown += entries.length;
        offer();
        moveFocus(added[0]?.querySelector('a') ?? rows);
      } catch (problem) {
        if (problem.name === 'AbortError') return;
        button.disabled = false;
        trouble.textContent = sentenceOf(problem);
        trouble.hidden = false;
      }
    }}, 'Show more');
    end.replaceChildren(h('p', {class: 'soft small figures'}, `${count(shown)} of ${count(chart.total)}`), button, trouble);
  }
  offer();
  return h('div', {class: 'chart-list'}, podium, chart.entries.length > kLarge && rows, end);
}

/** The list's outline, as high as the list will be. */
export function chartSkeleton() {
  const blank = (name) => h('span', {class: `blank ${name}`});
  return h('div', {class: 'chart-list waiting', role: 'status'}, h('p', {class: 'unseen'}, 'Counting your plays …'),
      h('div', {class: 'podium', 'aria-hidden': 'true'}, Array.from({length: kLarge}, () => h('div', {}, blank('cover'), h('div', {class: 'step-words'}, blank('line'), blank('line short'), blank('line short'))))),
      h('div', {class: 'chart-rows', 'aria-hidden': 'true'}, Array.from({length: kRowsWaited}, () => h('div', {class: 'chart-row'}, blank('line'), blank('cover'), blank('line')))));
}

function stepOf(kind, entry, by) {
  const {title, under} = namesOf(kind, entry);
  return h('li', {},
      h('div', {class: 'framed'}, pictureOf(kind, entry, true), playGlyph(entry.spotify_url, entry.name)),
      h('div', {class: 'step-words'},
          h('p', {class: 'rank'}, count(entry.rank), movementOf(entry)),
          h('p', {class: 'title', dir: 'auto'}, title), under && h('p', {class: 'by', dir: 'auto'}, under),
          h('p', {class: 'amount'}, h('strong', {}, figureText(entry, by)), ` ${unitOf(entry, by)}`, h('span', {class: 'soft'}, ` ${shareText(entry)}`)),
          h('p', {class: 'soft small figures'}, otherText(entry, by))));
}

/** One row of a chart: `most` is the figure of a whole bar, `names` what stands in it. */
export function chartRow(kind, entry, by, most, {title, under} = namesOf(kind, entry)) {
  return h('li', {class: 'chart-row'},
      h('p', {class: 'rank'}, count(entry.rank), movementOf(entry)),
      h('div', {class: 'framed'}, pictureOf(kind, entry), playGlyph(entry.spotify_url, entry.name)),
      h('div', {class: 'names'}, h('p', {class: 'title', dir: 'auto'}, title), under && h('p', {class: 'by', dir: 'auto'}, under)),
      h('div', {class: 'gauge', 'aria-hidden': 'true', '--share': most > 0 ? figureOf(entry, by) / most : 0}),
      h('p', {class: 'amount', title: otherText(entry, by)}, h('strong', {}, figureText(entry, by)), h('span', {class: 'unseen'}, ` ${unitOf(entry, by)}`),
          h('span', {class: 'share'}, shareText(entry))));
}

export function namesOf(kind, entry) {
  switch (kind) {
    case 'artist': return {title: artistLink({id: entry.id, name: entry.name})};
    case 'album': return {title: albumLink(entry), under: artistLink({id: entry.artist_id, name: entry.artist})};
    default: return {title: trackLink(entry), under: artistLink({id: entry.artist_id, name: entry.artist})};
  }
}

export const pictureOf = (kind, entry, large = false) =>
    cover(entry.image_url, {large, round: kind === 'artist', name: kind === 'track' ? entry.album ?? entry.name : entry.name});

/** Where it stood in the period before: higher, lower, the same, not at all; or that it was never played before. */
function movementOf({rank_before: before, movement, is_new: fresh}) {
  if (fresh) return h('span', {class: 'movement new'}, 'new');
  if (before === undefined) return null;
  if (before === null) return h('span', {class: 'movement'}, h('span', {'aria-hidden': 'true'}, '↩'), h('span', {class: 'unseen'}, ', back again'));
  if (movement === 0) return h('span', {class: 'movement'}, h('span', {'aria-hidden': 'true'}, '='), h('span', {class: 'unseen'}, ', as before'));
  const up = movement > 0;
  return h('span', {class: up ? 'movement up' : 'movement down'},
      h('span', {'aria-hidden': 'true'}, `${up ? '▲' : '▼'}${count(Math.abs(movement))}`),
      h('span', {class: 'unseen'}, `, ${up ? 'up' : 'down'} ${Math.abs(movement)}`));
}

const figureOf = (entry, by) => by === 'minutes' ? entry.minutes : entry.plays;
const figureText = (entry, by) => count(Math.round(figureOf(entry, by)));
const unitOf = (entry, by) => by === 'minutes' ? 'minutes' : entry.plays === 1 ? 'play' : 'plays';
const otherText = (entry, by) => by === 'minutes' ? counted(entry.plays, 'play') : counted(Math.round(entry.minutes), 'minute');
const shareText = ({share}) => share === null ? '' : finely(share);
