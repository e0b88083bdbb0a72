// One track: how much one has played it, when it was met, its versions and playlists, and how it sounds.
import {get} from '../api.js';
import {h} from '../dom.js';
import {cover} from '../parts/cover.js';
import {entityHead, listened} from '../parts/entity.js';
import {featureBars, hasFeatures, kFeatures} from '../parts/features.js';
import {albumLink, artistLink, openOnSpotify, playlistLink} from '../parts/links.js';
import {facts, section} from '../parts/section.js';
import {similarTracks} from '../parts/similar-tracks.js';
import {versions} from '../parts/versions.js';
import {lastPartOfAddress, page} from '../shell.js';
import {calendar, counted, dayOf, duration, measured} from '../words.js';

const kSpan = {short_term: '4-week', medium_term: '6-month', long_term: '1-year'};
const kPrecision = {month: ', the day is not known', year: ', no more is known'};
const kSource = {spotify: 'Your Spotify account'};
const place = document.getElementById('track');

page(async (me) => {
  const address = `/api/v1/tracks/${lastPartOfAddress()}`;
  const ask = () => get(`${address}/mine${location.search}`);
  const [track, mine] = await Promise.all([get(address), known(ask)]);
  const timeZone = me.user.time_zone;
  document.title = `${track.name} · Music Time Machine`;
  if (!mine) return place.replaceChildren(...[record(track, false), stranger(), sound(track), similarTracks(address)].filter(Boolean));
  const heard = listened({timeZone, first: mine, ask, kind: 'track', below: (answer) => [met(answer, timeZone)]});
  // What counts as one recording changes its plays.
  place.replaceChildren(...[record(track, true), heard.element, versions(address, heard.change), sound(track), similarTracks(address)].filter(Boolean));
});

/** What is mine about it, or null for a track that is not in my library. */
async function known(ask) {
  try {
    return await ask();
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

/** Only what is in the library has a page of its artist and its album. */
function record(track, mine) {
  const released = track.release_date && `${calendar(track.release_date)}${kPrecision[track.release_precision] ?? ''}`;
  return entityHead({
    picture: cover(track.image_url, {alt: `Cover of ${track.album ?? track.name}`, large: true, eager: true, name: track.album ?? track.name}),
    title: track.name, by: artistLink({id: mine && track.artist_id, name: track.artist}),
    lines: [track.album && h('span', {dir: 'auto'}, albumLink({id: mine && track.id, name: track.album})),
            [track.duration_ms && duration(track.duration_ms), released].filter(Boolean).join(' · ')],
    actions: [openOnSpotify(track.spotify_url, track.name)].filter(Boolean),
  });
}

const stranger = () => section({id: 'met', title: 'You and this track'},
    h('p', {class: 'soft'}, 'Not played yet: it is in the catalogue, not in your library.'));

function met(mine, timeZone) {
  return section({id: 'met', title: 'You and this track'}, facts({
    'First seen': dayOf(mine.first_seen_at, timeZone),
    'Saved': saved(mine, timeZone),
    'Last played': mine.ever.plays === 0 && mine.last_played_at && dayOf(mine.last_played_at, timeZone),
    'Peak': mine.best_rank && peak(mine.best_rank),
    'In your playlists': mine.playlists.length === 0 ? 'none' : playlists(mine.playlists),
    'Sources': mine.sources.length > 0 && tellers(mine.sources, timeZone),
  }));
}

function saved({saved_at: saved, unsaved_at: unsaved}, timeZone) {
  if (!saved) return 'not in your Liked Songs';
  return unsaved ? `${dayOf(saved, timeZone)}, no longer liked since ${dayOf(unsaved, timeZone)}` : dayOf(saved, timeZone);
}

const peak = ({rank, time_range: span, snapshot_date: date}) => `#${rank} (${kSpan[span] ?? span} chart, ${calendar(date)})`;

const playlists = (all) => h('ul', {class: 'stack tight'}, all.map((playlist) =>
    h('li', {}, playlistLink(playlist), h('span', {class: 'soft'}, `, number ${playlist.position}`))));

const tellers = (sources, timeZone) => h('ul', {class: 'stack tight'}, sources.map(({kind, name, plays, first_play: first, last_play: last}) =>
    h('li', {}, h('span', {dir: 'auto'}, name ?? kSource[kind] ?? 'An import'), h('span', {class: 'soft'},
        `: ${counted(plays, 'play')}, ${first === last ? dayOf(first, timeZone) : `${dayOf(first, timeZone)} to ${dayOf(last, timeZone)}`}`))));

/** Folded: few come for it. */
function sound(track) {
  if (!hasFeatures(track)) return null;
  const bars = featureBars(Object.keys(kFeatures));
  bars.show(track);
  return h('details', {class: 'sound'}, h('summary', {}, h('h2', {}, 'How it sounds')), bars.element, facts({
    'Tempo': track.tempo !== null && `${measured(track.tempo)} beats a minute`,
    'Loudness': track.loudness !== null && `${measured(track.loudness)} dB`,
    'Popularity on Spotify': track.popularity !== null && `${track.popularity} of 100`,
  }));
}
