// What is known of one's music: how much, how it sounds, what stands out, when it came.
import {get} from '../api.js';
import {h} from '../dom.js';
import {capturePanel, isOpen} from '../parts/capture-panel.js';
import {cover} from '../parts/cover.js';
import {dial} from '../parts/dial.js';
import {energyChart} from '../parts/energy-chart.js';
import {kFeatures} from '../parts/features.js';
import {firstAppearances} from '../parts/first-appearances.js';
import {openOnSpotify, trackLink} from '../parts/links.js';
import {section} from '../parts/section.js';
import {empty, failure} from '../parts/states.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {count, counted} from '../words.js';

const kTopTen = {popularity: 'The ten most popular', loved: 'The ten you love most'};
const kDials = ['energy', 'valence', 'danceability'];
const place = document.getElementById('dashboard');

page(async (me) => {
  const {capture} = me;
  const top = document.getElementById('capture');
  if (!capture || isOpen(capture) || capture.state === 'failed') top.append(capturePanel(me, show).element);
  if (capture?.state === 'partial') top.append(incomplete(capture));
  await show(capture);
});

async function show(capture) {
  try {
    const [dashboard, energy] = await Promise.all([get('/api/v1/dashboard'), get('/api/v1/energy-distribution')]);
    place.replaceChildren(...dashboard.tracks === 0 ? [nothing(capture)] : sections(dashboard, energy));
  } catch (problem) {
    if (problem.name === 'AbortError' || sessionEnded(problem)) return;
    if (problem.status === undefined) console.error(problem);
    place.replaceChildren(failure(problem, () => show(capture)));
  }
}

/** What could not be read stays unread, such as files from somebody's own disk: a line is enough. */
function incomplete({problem_count: problems}) {
  return h('p', {class: 'soft'}, `${counted(problems, 'entry', 'entries')} could not be read from Spotify. `,
      h('a', {href: '/settings#capture'}, 'See which'));
}

function nothing(capture) {
  return isOpen(capture)
      ? empty('Your music is on its way',
          'As soon as it has been read, this page shows how much there is, how it sounds and when it came to you.')
      : empty('No music yet', 'Save a song on Spotify, or listen to one, and read from Spotify again: it will be counted here.');
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
  return h('dl', {class: 'tallies'}, tally(tracks, 'track'), tally(artists, 'artist'), tally(playlists, 'playlist'));
}

function averages({averages: values, with_features: known, tracks}) {
  const words = known === 0
      ? 'Nobody knows the audio features of your tracks yet.'
      : `Averages of the ${counted(known, 'track')} (of ${count(tracks)}) that have audio features.`;
  return section({id: 'average', title: 'How it sounds'},
      h('dl', {class: 'dials'}, kDials.map((name) => dial(kFeatures[name], values?.[name]))),
      h('p', {class: 'soft small'}, words));
}

function topTen({by, tracks}) {
  const sleeve = (track, index) => h('li', {},
      cover(track.image_url, {large: true}),
      h('span', {class: 'place'}, String(index + 1)),
      h('div', {},
          h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
          h('p', {class: 'by', dir: 'auto'}, track.artist),
          h('p', {class: 'why'}, track.why),
          openOnSpotify(track.spotify_url, track.name)));
  return section({id: 'top', title: kTopTen[by] ?? kTopTen.loved}, h('ol', {class: 'sleeves'}, tracks.map(sleeve)));
}
