// How one's taste moves: the sound of the library, its fingerprint, and what top lists say over time.
import {get} from '../api.js';
import {h} from '../dom.js';
import {fingerprintPanel} from '../parts/fingerprint.js';
import {moodMap} from '../parts/mood-map.js';
import {moodYears} from '../parts/mood-years.js';
import {rangeBar} from '../parts/range-bar.js';
import {empty, failure} from '../parts/states.js';
import {diversityChart, discoveryChart, faithfulArtists, growthChart, turnoverChart} from '../parts/taste.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {calendar, count, measured, share} from '../words.js';

const place = document.getElementById('analytics');
let latest = 0;

page(async () => {
  const bar = rangeBar(show);
  document.getElementById('range').replaceChildren(bar.element);
  await show(bar);
});

/** Asks everything about the bar's range at once; an answer that a newer choice has overtaken is dropped. */
async function show(bar) {
  const mine = ++latest;
  place.setAttribute('aria-busy', 'true');
  try {
    const ask = (what, query = '') => get(`/api/v1/analytics/${what}${query}`);
    const query = `?${bar.query()}`;
    const range = `?${bar.rangeQuery()}`;
    const [moods, years, print, turnover, diversity, artists, growth] = await Promise.all([
      ask('moods'), ask('mood-years'), ask('fingerprint', range), ask('turnover', query), ask('diversity', query),
      ask('artists', query), ask('growth', query)]);
    if (mine !== latest) return;
    bar.say(turnover.range);
    place.replaceChildren(...sections({moods, years, print, turnover, diversity, artists, growth}));
  } catch (problem) {
    if (mine !== latest || problem.name === 'AbortError' || sessionEnded(problem)) return;
    if (problem.status === undefined) console.error(problem);
    if (problem.status === 422) bar.refuse(problem.message);
    else place.replaceChildren(failure(problem, () => show(bar)));
  } finally {
    if (mine === latest) place.removeAttribute('aria-busy');
  }
}

function sections({moods, years, print, turnover, diversity, artists, growth}) {
  if (moods.tracks === 0 && turnover.snapshots.length === 0) {
    return [empty('Nothing to look back on yet',
        'As soon as your music has been read, this page shows how it sounds; with every snapshot of your top lists it shows how your taste moves.',
        h('a', {class: 'button go', href: '/dashboard'}, 'To the dashboard'))];
  }
  return [
    tallies(moods, turnover, diversity, growth),
    moodMap(moods),
    h('div', {class: 'halves'}, fingerprintPanel(print), moodYears(years)),
    h('div', {class: 'halves'}, turnoverChart(turnover), diversityChart(diversity)),
    faithfulArtists(artists),
    h('div', {class: 'halves'}, growthChart(growth), discoveryChart(growth)),
  ];
}

/** What one would tell a friend. */
function tallies(moods, turnover, diversity, growth) {
  const tally = (words, value, more) => h('div', {}, h('dt', {}, words), h('dd', {}, value), h('dd', {class: 'more'}, more));
  const most = moods.moods.reduce((best, mood) => mood.tracks > best.tracks ? mood : best);
  const month = diversity.months.at(-1);
  const added = growth.months.reduce((sum, {tracks}) => sum + tracks, 0);
  return h('dl', {class: 'tallies'},
      tally('your mood', moods.with_features === 0 ? '–' : share(most.tracks / moods.with_features),
            moods.with_features === 0 ? 'no audio features yet' : most.mood),
      tally('new in your top list', share(turnover.latest?.share),
            turnover.latest?.before ? `since ${calendar(turnover.latest.before)}` : 'takes two snapshots'),
      tally('effective artists', month ? measured(month.effective_artists) : '–', month ? `in ${calendar(month.month)}` : 'takes a snapshot'),
      tally('tracks met', count(added), 'in this range'));
}
