// All playlists that were kept: where they stand, and the way to Spotify.
import {get} from '../api.js';
import {h} from '../dom.js';
import {openOnSpotify, playlistLink} from '../parts/links.js';
import {stateMark} from '../parts/state-mark.js';
import {empty} from '../parts/states.js';
import {page} from '../shell.js';
import {counted, dayOf, localized} from '../words.js';

const kUnfinished = ['partial', 'publishing'];
const place = document.getElementById('playlists');

page(async (me) => {
  const {playlists} = await get('/api/v1/playlists');
  place.replaceChildren(playlists.length === 0
      ? empty('No playlist yet', 'Travel to a year and keep what you find there; it then stands here.',
          h('a', {class: 'button go', href: '/time-machine'}, 'To the time machine'))
      : h('ul', {class: 'shelf'}, playlists.map((playlist) => row(playlist, me.user.time_zone))));
});

function row(playlist, timeZone) {
  const {name, state, problem, published_count: there, tracks_count: all} = playlist;
  const tracks = counted(all, 'track');
  const size = kUnfinished.includes(state) ? `${there} of ${tracks} on Spotify` : tracks;
  return h('li', {},
      h('span', {class: 'shelf-year', 'aria-hidden': 'true'}, playlist.year ? String(playlist.year) : '–'),
      h('div', {class: 'shelf-words'},
          h('h2', {dir: 'auto'}, playlistLink(playlist)),
          h('p', {class: 'soft small'}, `${size} · last changed on ${dayOf(playlist.updated_at, timeZone)}`),
          problem && h('p', {class: 'small'}, localized(problem, timeZone))),
      h('div', {class: 'shelf-state'}, stateMark(state), openOnSpotify(playlist.spotify_url, name)));
}
