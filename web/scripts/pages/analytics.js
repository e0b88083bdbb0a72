// How one's taste moves: the sound of the library, its fingerprint, and what top lists say over time.
import {get} from '../api.js';
import {h} from '../dom.js';
import {dateBar} from '../parts/date-bar.js';
import {fingerprintPanel} from '../parts/fingerprint.js';
import {moodMap} from '../parts/mood-map.js';
import {moodYears} from '../parts/mood-years.js';
import {empty, failure} from '../parts/states.js';
import {diversityChart, discoveryChart, faithfulArtists, growthChart, turnoverChart} from '../parts/taste.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {calendar, count, measured, share} from '../words.js';

const kLists = [['short_term', 'The last four weeks'], ['medium_term', 'The last six months'], ['long_term', 'The last year']];
const kDays = ['range', 'period', 'from', 'to'];
const place = document.getElementById('analytics');
let latest = 0;

page(async ({user}) => {
  const list = h('select', {id: 'list'}, kLists.map(([value, words]) => h('option', {value}, words)));
  list.addEventListener('change', () => {
    const query = new URLSearchParams(location.search);
    query.set('time_range', list.value);
    history.pushState(null, '', `?${query}`);
    show();
  });
  const bar = dateBar({timeZone: user.time_zone, changed: show, by: false,
                       more: h('div', {class: 'field list'}, h('label', {for: 'list'}, 'Top list of'), list)});
  document.getElementById('dates').replaceChildren(bar.element);

  /** Asks everything about the bar's days at once; an answer that a newer choice has overtaken is dropped. */
  async function show() {
    const mine = ++latest;
    const address = new URLSearchParams(location.search);
    list.value = kLists.some(([value]) => value === address.get('time_range')) ? address.get('time_range') : 'short_term';
    const days = new URLSearchParams([...address].filter(([name]) => kDays.includes(name)));
    place.setAttribute('aria-busy', 'true');
    try {
      const ask = (what, query) => get(`/api/v1/analytics/${what}?${query}`);
      const query = new URLSearchParams([...days, ['time_range', list.value]]);
      const answers = Promise.all([
        get('/api/v1/analytics/mood-years'), ask('fingerprint', days), ask('turnover', query), ask('diversity', query),
        ask('artists', query), ask('growth', query)]);
      answers.catch(() => {});  // it is looked at below
      const moods = await get('/api/v1/analytics/moods');  // the first to be asked and the first to be shown
      if (mine !== latest) return;
      if (!place.querySelector('.moods')) drawFirst(moods);
      const [years, print, turnover, diversity, artists, growth] = await answers;
      if (mine !== latest) return;
      place.replaceChildren(...sections({moods, years, print, turnover, diversity, artists, growth}));
    } catch (problem) {
      if (mine !== latest || problem.name === 'AbortError' || sessionEnded(problem)) return;
      if (problem.status === undefined) console.error(problem);
      if (problem.status === 422) bar.refuse(problem.message);
      else place.replaceChildren(failure(problem, show));
    } finally {
      if (mine === latest) place.removeAttribute('aria-busy');
    }
  }

  await show();
});

/** The map of moods does not wait for the other answers; the figures above it keep their place. */
function drawFirst(moods) {
  if (moods.tracks > 0) place.replaceChildren(h('div', {class: 'tallies waiting'}), moodMap(moods));
}

function sections({moods, years, print, turnover, diversity, artists, growth}) {
  if (moods.tracks === 0 && turnover.snapshots.length === 0) {
    return [empty('Nothing to look back on yet',
        'As soon as your music has been read, this page shows how it sounds; with every snapshot of your top lists it shows how your taste moves.',
        h('a', {class: 'button go', href: '/dashboard'}, 'To today'))];
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
      tally('variety, in “equal” artists', month ? measured(month.effective_artists) : '–', month ? `in ${calendar(month.month)}` : 'takes a snapshot'),
      tally('new tracks', count(added), 'on these days'));
}
