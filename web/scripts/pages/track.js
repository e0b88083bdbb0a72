// One track: what it is, how it sounds, when it was met and which playlists it is in.
import {get} from '../api.js';
import {h} from '../dom.js';
import {cover} from '../parts/cover.js';
import {featureBars, hasFeatures, kFeatures} from '../parts/features.js';
import {openOnSpotify, playlistLink} from '../parts/links.js';
import {facts, section} from '../parts/section.js';
import {similarTracks} from '../parts/similar-tracks.js';
import {versions} from '../parts/versions.js';
import {lastPartOfAddress, page} from '../shell.js';
import {calendar, counted, dayOf, duration, measured} from '../words.js';

const kChart = {short_term: '4-week', medium_term: '6-month', long_term: '1-year'};
const kPrecision = {month: ', the day is not known', year: ', no more is known'};
const place = document.getElementById('track');

page(async (me) => {
  const address = `/api/v1/tracks/${lastPartOfAddress()}`;
  const [track, mine] = await Promise.all([get(address), mineOf(address)]);
  document.title = `${track.name} · Music Time Machine`;
  place.replaceChildren(record(track), h('div', {class: 'record-halves'}, sound(track), met(mine, me.user.time_zone)),
      ...(mine ? [versions(address, () => showMine(address, me))] : []), similarTracks(address));
});

/** What counts as one recording changes its plays. */
async function showMine(address, me) {
  document.querySelector('[aria-labelledby=met]').replaceWith(met(await mineOf(address), me.user.time_zone));
}

/** What is mine about it, or null for a track that I have never met. */
async function mineOf(address) {
  try {
    return await get(`${address}/mine`);
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

function record(track) {
  return h('div', {class: 'record'},
      cover(track.image_url, {alt: `Cover of ${track.album ?? track.name}`, large: true, eager: true, name: track.album ?? track.name}),
      h('div', {class: 'stack'},
          h('h1', {class: 'record-title', dir: 'auto'}, track.name),
          h('p', {class: 'lead', dir: 'auto'}, track.artist),
          facts({
            'Album': track.album && h('span', {dir: 'auto'}, track.album),
            'Released': released(track),
            'Length': track.duration_ms && duration(track.duration_ms),
            'Popularity': track.popularity !== null && `${track.popularity} of 100`,
          }),
          h('div', {class: 'row'}, openOnSpotify(track.spotify_url, track.name))));
}

/** Says what Spotify knows: a day, a month, or no more than a year. */
function released({release_date: date, release_precision: precision}) {
  return date ? [calendar(date), h('span', {class: 'soft'}, kPrecision[precision] ?? '')] : 'nobody knows when';
}

function sound(track) {
  if (!hasFeatures(track)) {
    return section({id: 'sound', title: 'How it sounds'},
        h('p', {class: 'soft'}, 'Nobody has told us the audio features of this track.'));
  }
  const bars = featureBars(Object.keys(kFeatures));
  bars.show(track);
  return section({id: 'sound', title: 'How it sounds'}, bars.element, facts({
    'Tempo': track.tempo !== null && `${measured(track.tempo)} beats a minute`,
    'Loudness': track.loudness !== null && `${measured(track.loudness)} dB`,
  }));
}

function met(mine, timeZone) {
  const title = 'You and this track';
  if (!mine) {
    return section({id: 'met', title},
        h('p', {class: 'soft'}, 'Not played yet: it is in the catalogue, not in your library.'));
  }
  return section({id: 'met', title}, facts({
    'Met first': dayOf(mine.first_seen_at, timeZone),
    'Saved': saved(mine, timeZone),
    'Played': plays(mine.play_count),
    'Last played': mine.last_played_at && dayOf(mine.last_played_at, timeZone),
    'Peak': mine.best_rank && best(mine.best_rank),
    'In your playlists': mine.playlists.length === 0 ? 'in none yet' : playlists(mine.playlists),
  }));
}

function saved({saved_at: saved, unsaved_at: unsaved}, timeZone) {
  if (!saved) return 'not in your Liked Songs';
  return unsaved ? `${dayOf(saved, timeZone)}, no longer liked since ${dayOf(unsaved, timeZone)}` : dayOf(saved, timeZone);
}

const plays = (count) => count === 0 ? 'not since we watch' : count === 1 ? 'once' : counted(count, 'time');

const best = ({rank, time_range: span, snapshot_date: date}) =>
    `#${rank} (${kChart[span] ?? span} chart, ${calendar(date)})`;

const playlists = (all) => h('ul', {class: 'stack tight'}, all.map((playlist) =>
    h('li', {}, playlistLink(playlist), h('span', {class: 'soft'}, `, number ${playlist.position}`))));
