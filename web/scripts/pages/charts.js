// What was played most: artists, albums or tracks, as a list or as a wall of covers.
import {get} from '../api.js';
import {h} from '../dom.js';
import {chartGrid} from '../parts/chart-grid.js';
import {chartList, chartSkeleton} from '../parts/chart-list.js';
import {dateBar} from '../parts/date-bar.js';
import {gridChoice} from '../parts/grid-choice.js';
import {kPlaylist, kTable, saveMenu} from '../parts/save-menu.js';
import {shareButton} from '../parts/share.js';
import {empty, failure} from '../parts/states.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {count, counted} from '../words.js';

const kinds = location.pathname.split('/').at(-1);
const kind = {artists: 'artist', albums: 'album', tracks: 'track'}[kinds];
const kTitles = {artists: 'Top artists', albums: 'Top albums', tracks: 'Top tracks'};
const kMost = 200;  // that the server gives at once
const place = document.getElementById('chart');
const title = document.getElementById('title');
const sum = document.getElementById('sum');
let latest = 0;
let shown = null;  // the chart that stands there

title.textContent = kTitles[kinds];
document.title = `${kTitles[kinds]} · Music Time Machine`;
place.replaceChildren(chartSkeleton());

page(async ({user}) => {
  const grid = gridChoice(() => show());
  const bar = dateBar({timeZone: user.time_zone, changed: () => show()});
  document.getElementById('dates').replaceChildren(bar.element);
  const share = shareButton({user, wish, words: () => `${kTitles[kinds]}, ${document.querySelector('.date-bar .span').textContent}`});
  share.disabled = true;
  const save = saveMenu(() => addressOf(0, kMost), kinds === 'tracks' ? kPlaylist : kTable);
  document.getElementById('view').replaceChildren(share, save, grid.element);

  async function show() {
    const mine = ++latest;
    grid.read();
    place.setAttribute('aria-busy', 'true');
    try {
      const chart = await get(addressOf(0));
      const missing = grid.size > 0 ? Math.min(grid.size ** 2, chart.total) - chart.entries.length : 0;
      if (missing > 0) chart.entries.push(...(await get(addressOf(chart.entries.length, Math.min(missing, kMost)))).entries);
      if (mine !== latest) return;
      draw(chart);
    } catch (problem) {
      if (mine !== latest || problem.name === 'AbortError' || sessionEnded(problem)) return;
      if (problem.status === undefined) console.error(problem);
      if (problem.status === 422) bar.refuse(problem.message);
      else place.replaceChildren(failure(problem, show));
    } finally {
      if (mine === latest) place.removeAttribute('aria-busy');
    }
  }

  function draw(chart) {
    shown = chart;
    share.disabled = chart.total === 0;
    sum.textContent = chart.total === 0 ? '' : `${counted(chart.total, kind)}, ${bar.by === 'minutes' ? minutesOf(chart.played) : counted(chart.played.plays, 'play')}`;
    if (chart.total === 0) place.replaceChildren(nothing(chart.range));
    else if (grid.size > 0) place.replaceChildren(chartGrid(kind, chart, grid.size));
    else place.replaceChildren(chartList(kind, chart, bar.by, (offset) => get(addressOf(offset))));
  }

  await show();
});

/** The chart that stands there, as a share takes it. */
function wish() {
  const {preset, period, from, to} = shown.range;
  const days = preset ? {range: preset} : period ? {period} : {...(from && {from}), to};
  return {what: kinds, by: shown.by, ...days};
}

/** The first question is what the page's own address says, word for word: the browser has asked it already (src/api/pages.cpp). */
function addressOf(offset, limit = null) {
  const query = new URLSearchParams(location.search);
  if (offset === 0 && limit === null) return `/api/v1${location.pathname}${location.search}`;
  query.set('offset', offset);
  if (limit) query.set('limit', limit);
  return `/api/v1${location.pathname}?${query}`;
}

const minutesOf = ({minutes}) => `${count(Math.round(minutes))} minutes`;

/** Nothing at all, or nothing on these days. */
function nothing(range) {
  if (range.from === null) {
    return empty('Nothing played yet', 'This page counts what you play. Bring the history that you have, or listen to something on Spotify.',
        h('a', {class: 'button go', href: '/sources'}, 'Bring your history'));
  }
  return empty('Nothing played on these days', 'Choose other days above, or look at everything.',
      h('a', {class: 'button go', href: '?range=all'}, 'Show all time'));
}
