// What the pages of an artist, an album and a track have in common: figures, days, a curve, and lists within.
import {get} from '../api.js';
import {focusIn, h} from '../dom.js';
import {sessionEnded} from '../session.js';
import {lastPartOfAddress, page} from '../shell.js';
import {count, counted, dayOf} from '../words.js';
import {chartRow} from './chart-list.js';
import {curve} from './curve.js';
import {dateBar} from './date-bar.js';
import {playlistLink} from './links.js';
import {section} from './section.js';
import {failure} from './states.js';

const kAll = {unit: 'all'};

/**
 * The page of an artist or album. `head(answer)` gives its picture, title, who it is by and further lines; `body(answer, by)`
 * what stands below the curve.
 */
export function entityPage(kind, {head, body}) {
  const place = document.getElementById('entity');
  const address = () => `/api/v1/${kind}s/${lastPartOfAddress()}${location.search}`;
  page(async ({user}) => {
    const first = await get(address());
    document.title = `${first.name} · Music Time Machine`;
    const heard = listened({timeZone: user.time_zone, first, ask: () => get(address()), kind, below: body});
    place.replaceChildren(entityHead({...head(first)}), heard.element);
  });
}

export function entityHead({picture, title, by = null, lines = [], actions = []}) {
  return h('header', {class: 'entity-head'}, picture, h('div', {class: 'stack tight'},
      h('h1', {dir: 'auto'}, title), by && h('p', {class: 'lead', dir: 'auto'}, by),
      lines.filter(Boolean).map((line) => h('p', {class: 'soft'}, line)), h('div', {class: 'row'}, actions)));
}

/**
 * Figures, the bar of days, the curve and what stands below, asked again whenever other days are chosen. `ask()` gets the
 * answer to the page's address; `show(answer)` shows another one.
 */
export function listened({timeZone, first, ask, kind, below = () => []}) {
  const bar = dateBar({timeZone, usual: kAll, changed: () => change()});
  const figures = h('div');
  const rest = h('div', {class: 'stack entity-rest'});
  let latest = 0;

  function show(answer) {
    figures.replaceChildren(tallies(answer, kind, timeZone));
    rest.replaceChildren(curve(answer.months, bar.by, answer.peak), ...below(answer, bar.by).filter(Boolean));
  }

  async function change() {
    const mine = ++latest;
    rest.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask();
      if (mine === latest) show(answer);
    } catch (problem) {
      if (mine !== latest || problem.name === 'AbortError' || sessionEnded(problem)) return;
      if (problem.status === 422) bar.refuse(problem.message);
      else rest.replaceChildren(failure(problem, change));
    } finally {
      if (mine === latest) rest.removeAttribute('aria-busy');
    }
  }

  show(first);
  return {element: h('div', {class: 'stack'}, figures, bar.element, rest), change};
}

function tallies({played, ever, rank, rank_ever: rankEver, first_play: first, last_play: last, range}, kind, timeZone) {
  const all = range.from === null;
  const day = (text) => text ? dayOf(text, timeZone) : '–';
  const place = ({rank: number, of}) => number === null ? '–' : [h('span', {class: 'sharp'}, '#'), count(number), h('span', {class: 'unseen'}, ` of ${of}`)];
  const ofAll = (text) => all ? null : text;
  return h('dl', {class: 'tallies'},
      tally('Plays', count(played.plays), ofAll(`${count(ever.plays)} of all time`)),
      tally('Minutes', count(Math.round(played.minutes)), played.plays_without_length > 0 ? `${counted(played.plays_without_length, 'play')} of unknown length` : ofAll(`${count(Math.round(ever.minutes))} of all time`)),
      tally('Rank', place(rank), rank.of === 0 ? null : all ? `of ${counted(rank.of, kind)}` : rankEver.rank && `#${count(rankEver.rank)} of all time`),
      tally('First heard', day(first)), tally('Last heard', day(last)));
}

const tally = (name, value, more = null) =>
    h('div', {}, h('dt', {}, name), h('dd', {class: 'value'}, value), more && h('dd', {class: 'soft small'}, more));

/** A list within: `names(entry)` says what stands in each row, `all` what its share is of, `few` how many are shown at once. */
export function tops({id, title, kind, entries, all, by, names, aside = null, few = 10}) {
  if (entries.length === 0) return section({id, title}, h('p', {class: 'soft'}, 'Nothing played on these days.'));
  const figure = (entry) => by === 'minutes' ? entry.minutes : entry.plays;
  const most = figure(entries[0]);
  const total = figure(all);
  const row = (entry) => chartRow(kind, {...entry, share: total > 0 && figure(entry) > 0 ? figure(entry) / total : null}, by, most, names(entry));
  const list = h('ol', {class: 'chart-rows'}, entries.slice(0, few).map(row));
  const end = h('div', {class: 'chart-end'});
  if (entries.length > few) {
    end.append(h('button', {type: 'button', class: 'button slight', onclick: () => {
      const moveFocus = focusIn(end);
      const added = entries.slice(few).map(row);
      list.append(...added);
      end.hidden = true;
      moveFocus(added[0].querySelector('a') ?? list);
    }}, `Show all ${count(entries.length)}`));
  }
  return section({id, title, aside: aside && h('span', {class: 'small'}, aside)}, list, entries.length > few && end);
}

/** The person's playlists that have any of its tracks. */
export function holdings({playlists}) {
  if (playlists.length === 0) return null;
  return section({id: 'playlists', title: 'In your playlists'}, h('ul', {class: 'entries'}, playlists.map((playlist) =>
      h('li', {}, h('div', {}, playlistLink(playlist)), h('span', {class: 'soft figures'}, counted(playlist.tracks, 'track'))))));
}
