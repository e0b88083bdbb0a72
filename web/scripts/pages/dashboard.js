// What is known of one's music: how much, how it sounds, what stands out, when it came.
import {get} from '../api.js';
import {h} from '../dom.js';
import {capturePanel, isOpen} from '../parts/capture-panel.js';
import {cover} from '../parts/cover.js';
import {dial} from '../parts/dial.js';
import {energyChart} from '../parts/energy-chart.js';
import {kFeatures} from '../parts/features.js';
import {firstAppearances} from '../parts/first-appearances.js';
import {empty, failure} from '../parts/states.js';
import {openOnSpotify} from '../parts/track-row.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {count, counted} from '../words.js';

const kLove = {popularity: 'The ten most popular', loved: 'The ten you love most'};
const place = document.getElementById('dashboard');

page(async (me) => {
  const {capture} = me;
  if (isOpen(capture) || capture?.state === 'failed' || capture?.state === 'partial' || !capture) {
    document.getElementById('capture').append(capturePanel(me, () => show(me)).element);
  }
  await show(me);
});

async function show(me) {
  try {
    const [dashboard, energy] = await Promise.all([get('/api/v1/dashboard'), get('/api/v1/energy-distribution')]);
    place.replaceChildren(...dashboard.tracks === 0 ? [nothing(me)] : sections(dashboard, energy));
    place.removeAttribute('aria-busy');
  } catch (problem) {
    if (problem.name === 'AbortError' || sessionEnded(problem)) return;
    if (problem.status === undefined) console.error(problem);
    place.replaceChildren(failure(problem, () => show(me)));
  }
}

function nothing(me) {
  return isOpen(me.capture)
      ? empty('Your music is on its way', 'As soon as it has been read, this page shows how much there is, how it sounds and when it came to you.')
      : empty('No music yet', 'Save a song on Spotify, or listen to one, and read from Spotify again: it will be counted here.');
}

function sections(dashboard, energy) {
  const energyPart = energyChart();
  const firstPart = firstAppearances();
  energyPart.show(energy);
  firstPart.show(dashboard.first_appearances);
  return [tallies(dashboard), topTen(dashboard.top), h('div', {class: 'halves'}, averages(dashboard), energyPart.element), firstPart.element];
}

function tallies({tracks, artists, playlists}) {
  const tally = (value, one, many) => h('div', {}, h('dt', {}, value === 1 ? one : many), h('dd', {}, count(value)));
  return h('dl', {class: 'tallies'}, tally(tracks, 'track', 'tracks'), tally(artists, 'artist', 'artists'), tally(playlists, 'playlist', 'playlists'));
}

function averages({averages: values, with_features: known, tracks}) {
  const names = ['energy', 'valence', 'danceability'];
  const words = known === 0 ? 'Nobody knows the audio features of your tracks yet.' : `Averages of the ${counted(known, 'track')} (of ${count(tracks)}) that have audio features.`;
  return h('section', {class: 'stack', 'aria-labelledby': 'average'},
      h('div', {class: 'sign'}, h('h2', {id: 'average'}, 'How it sounds')),
      h('dl', {class: 'dials'}, names.map((name) => dial(kFeatures[name], values?.[name]))), h('p', {class: 'soft small'}, words));
}

function topTen({by, tracks}) {
  return h('section', {class: 'stack', 'aria-labelledby': 'top'},
      h('div', {class: 'sign'}, h('h2', {id: 'top'}, kLove[by] ?? kLove.loved)),
      h('ol', {class: 'sleeves'}, tracks.map((track, index) => h('li', {},
          cover(track.image_url, {large: true}), h('span', {class: 'place'}, String(index + 1)),
          h('div', {},
              h('p', {class: 'title', dir: 'auto'}, h('a', {href: `/tracks/${encodeURIComponent(track.id)}`}, track.name)),
              h('p', {class: 'by', dir: 'auto'}, track.artist), h('p', {class: 'why'}, track.why), openOnSpotify(track.spotify_url, track.name))))));
}
