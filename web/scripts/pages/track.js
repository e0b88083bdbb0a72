// One track: what it is, how it sounds, when it was met and which playlists it is in.
import {get} from '../api.js';
import {h} from '../dom.js';
import {cover} from '../parts/cover.js';
import {featureBars, hasFeatures, kFeatures} from '../parts/features.js';
import {openOnSpotify} from '../parts/track-row.js';
import {page} from '../shell.js';
import {calendar, count, counted, dayOf, duration} from '../words.js';

const kSpan = {short_term: 'four weeks', medium_term: 'six months', long_term: 'year'};
const place = document.getElementById('track');

page(async (me) => {
  const address = `/api/v1/tracks/${encodeURIComponent(decodeURIComponent(location.pathname.split('/')[2]))}`;
  const [track, mine] = await Promise.all([get(address), mineOf(address)]);
  document.title = `${track.name} · Music Time Machine`;
  place.replaceChildren(
      h('div', {class: 'record'},
          cover(track.image_url, {alt: `Cover of ${track.album ?? track.name}`, large: true, eager: true}),
          h('div', {class: 'stack'},
              h('h1', {class: 'record-title', dir: 'auto'}, track.name), h('p', {class: 'lead', dir: 'auto'}, track.artist), facts(track),
              h('div', {class: 'row'}, openOnSpotify(track.spotify_url, track.name)))),
      h('div', {class: 'record-halves'}, sound(track), met(mine, me.user.time_zone)));
});

/** What is mine about it, or null for a track that I have never met. */
async function mineOf(address) {
  try {
    return await get(`${address}/mine`);
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

const fact = (name, value) => value && h('div', {}, h('dt', {}, name), h('dd', {}, value));

function facts(track) {
  return h('dl', {class: 'facts'},
      fact('Album', track.album && h('span', {dir: 'auto'}, track.album)), fact('Released', released(track)), fact('Length', track.duration_ms && duration(track.duration_ms)),
      fact('Popularity', track.popularity !== null && `${track.popularity} of 100`));
}

/** Says what Spotify knows: a day, a month, or no more than a year. */
function released({release_date: date, release_precision: precision}) {
  if (!date) return 'nobody knows when';
  const unknown = {month: ', the day is not known', year: ', no more is known'}[precision] ?? '';
  return [calendar(date), unknown && h('span', {class: 'soft'}, unknown)];
}

function sound(track) {
  const part = h('section', {class: 'stack', 'aria-labelledby': 'sound'}, h('div', {class: 'sign'}, h('h2', {id: 'sound'}, 'How it sounds')));
  if (!hasFeatures(track)) {
    part.append(h('p', {class: 'soft'}, 'Nobody has told us the audio features of this track.'));
    return part;
  }
  const bars = featureBars(Object.keys(kFeatures));
  bars.show(track);
  part.append(bars.element, h('dl', {class: 'facts'},
      fact('Tempo', track.tempo !== null && `${count(Math.round(track.tempo))} beats a minute`),
      fact('Loudness', track.loudness !== null && `${count(track.loudness)} dB`)));
  return part;
}

function met(mine, timeZone) {
  const part = h('section', {class: 'stack', 'aria-labelledby': 'met'}, h('div', {class: 'sign'}, h('h2', {id: 'met'}, 'You and this track')));
  if (!mine) {
    part.append(h('p', {class: 'soft'}, 'You have not met yet: it is in the catalogue, not in your library.'));
    return part;
  }
  const {best_rank: best, playlists} = mine;
  part.append(h('dl', {class: 'facts'},
      fact('Met first', dayOf(mine.first_seen_at, timeZone)),
      fact('Saved', mine.saved_at ? dayOf(mine.saved_at, timeZone) : 'not in your Liked Songs'),
      fact('Played', mine.play_count === 0 ? 'not since we watch' : counted(mine.play_count, 'time')),
      fact('Last played', mine.last_played_at && dayOf(mine.last_played_at, timeZone)),
      fact('Best place', best && `number ${best.rank} of your top tracks of the last ${kSpan[best.time_range] ?? 'while'}, on ${calendar(best.snapshot_date)}`),
      fact('In your playlists', playlists.length === 0 ? 'in none yet' : h('ul', {class: 'stack tight'}, playlists.map((playlist) =>
          h('li', {}, h('a', {href: `/playlists/${encodeURIComponent(playlist.playlist_id)}`}, playlist.name), h('span', {class: 'soft'}, `, number ${playlist.position}`)))))));
  return part;
}
