// Today: what was just played, how much today and this week, this day in other years; below it the library in figures.
import {get, pageLeft} from '../api.js';
import {arrange, h} from '../dom.js';
import {live, unhurried} from '../live.js';
import {capturePanel, isOpen} from '../parts/capture-panel.js';
import {dial} from '../parts/dial.js';
import {energyChart} from '../parts/energy-chart.js';
import {kFeatures} from '../parts/features.js';
import {firstAppearances} from '../parts/first-appearances.js';
import {artistLink, trackLink} from '../parts/links.js';
import {onThisDay} from '../parts/on-this-day.js';
import {section} from '../parts/section.js';
import {empty, failure} from '../parts/states.js';
import {nothingPlayed, todaySkeleton, todaysFigures} from '../parts/todays-figures.js';
import {trackCover} from '../parts/track-cover.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {count, counted} from '../words.js';

const kTopTen = {popularity: 'The ten most popular', loved: 'The ten you love most'};
const kDials = ['energy', 'valence', 'danceability'];
const kEvery = 60_000;  // ms: how often the clock's part in it is asked again while somebody looks
const top = document.getElementById('capture');
const above = document.getElementById('today');
const below = document.getElementById('dashboard');
const drawn = {};  // by what it is, what is on the page now

above.replaceChildren(todaySkeleton());

page(async (me) => {
  const {capture} = me;
  const now = todaysFigures(me.user.time_zone);
  const refresh = unhurried(() => show(me, now));
  if (!capture || isOpen(capture) || capture.state === 'failed') top.append(capturePanel(me, {onMore: refresh}).element);
  if (capture?.state === 'partial') top.append(incomplete(capture));
  now.tell(capture);
  await refresh();
  follow(refresh, now, me);
});

async function show(me, now) {
  try {
    const [today, past] = await Promise.all([get('/api/v1/today'), get('/api/v1/on-this-day')]);
    drawToday(today, past, now);
    const [dashboard, energy] = await Promise.all([get('/api/v1/dashboard'), get('/api/v1/energy-distribution')]);
    if (dashboard.tracks === 0) above.replaceChildren();
    if (isNew('library', [dashboard, energy], below)) below.replaceChildren(...dashboard.tracks === 0 ? [nothing(me.capture)] : sections(dashboard, energy));
  } catch (problem) {
    if (problem.name === 'AbortError' || sessionEnded(problem)) return;
    if (problem.status === undefined) console.error(problem);
    if (drawn.figures) return;  // what is there stays
    above.replaceChildren();
    below.replaceChildren(failure(problem, () => show(me, now)));
  }
}

function drawToday(today, past, now) {
  if (today.latest.length > 0) now.show(today);
  const head = today.latest.length > 0 ? now.element : above.querySelector('.empty') ?? nothingPlayed();
  const years = document.getElementById('on-this-day')?.closest('section');
  const days = isNew('past', past, years ?? above) || !years ? past.years.length > 0 && onThisDay(past) : years;
  arrange(above, [head, days].filter(Boolean));
}

/** False where the same is drawn already, or where the keyboard is: the next question draws it. */
function isNew(what, answer, place) {
  const text = JSON.stringify(answer);
  if (drawn[what] === text || (drawn[what] && place.contains(document.activeElement))) return false;
  drawn[what] = text;
  return true;
}

/** New plays and syncs appear by themselves; the first event makes up for what came between the page's own questions and the stream. */
function follow(refresh, now, me) {
  let known = null;
  live({
    history: ({version, epoch}) => {
      const state = `${epoch} ${version}`;
      if (known !== state) refresh();
      known = state;
    },
    capture: (capture) => {
      me.capture = capture;
      now.tell(capture);
    },
  });
  const seen = () => document.hidden || refresh();
  const timer = setInterval(seen, kEvery);
  document.addEventListener('visibilitychange', seen);
  pageLeft.addEventListener('abort', () => clearInterval(timer));
}

/** What could not be read stays unread, such as files from somebody's own disk: a line is enough. */
function incomplete({problem_count: problems}) {
  return h('p', {class: 'soft'}, `${counted(problems, 'entry', 'entries')} could not be read from Spotify. `,
      h('a', {href: '/settings#capture'}, 'See which'));
}

function nothing(capture) {
  return isOpen(capture)
      ? empty('Your music is on its way',
          'As soon as it has been read, this page shows how much there is, how it sounds and when you first heard it.')
      : empty('No music yet', 'Save a song on Spotify, or listen to one, and sync again: it will be counted here.');
}

function sections(dashboard, energy) {
  return [
    tallies(dashboard), topTen(dashboard.top),
    h('div', {class: 'halves'}, averages(dashboard), energyChart(energy)),
    firstAppearances(dashboard.first_appearances),
  ];
}

function tallies({tracks, artists, playlists}) {
  const tally = (value, one) => h('div', {}, h('dt', {}, value === 1 ? one : `${one}s`), h('dd', {}, count(value)));
  return section({id: 'library', title: 'Your library'},
      h('dl', {class: 'tallies'}, tally(tracks, 'track'), tally(artists, 'artist'), tally(playlists, 'playlist')));
}

function averages({averages: values, with_features: known, tracks}) {
  const words = known === 0
      ? 'None of your tracks has audio features yet.'
      : `Averages of the ${counted(known, 'track')} (of ${count(tracks)}) that have audio features.`;
  return section({id: 'average', title: 'How it sounds'},
      h('dl', {class: 'dials'}, kDials.map((name) => dial(kFeatures[name], values?.[name]))),
      h('p', {class: 'soft small'}, words));
}

function topTen({by, tracks}) {
  const sleeve = (track, index) => h('li', {},
      trackCover(track, {large: true}),
      h('span', {class: 'place'}, String(index + 1)),
      h('div', {},
          h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
          h('p', {class: 'by', dir: 'auto'}, artistLink({id: track.artist_id, name: track.artist})),
          h('p', {class: 'why'}, track.why)));
  return section({id: 'top', title: kTopTen[by] ?? kTopTen.loved}, h('ol', {class: 'sleeves'}, tracks.map(sleeve)));
}
