// All playlists that were kept: where they stand, and the way to Spotify.
import {get} from '../api.js';
import {h, safeUrl} from '../dom.js';
import {stateMark} from '../parts/state-mark.js';
import {empty} from '../parts/states.js';
import {page} from '../shell.js';
import {counted, dayOf} from '../words.js';

const place = document.getElementById('playlists');

page(async (me) => {
  const {playlists} = await get('/api/v1/playlists');
  place.replaceChildren(playlists.length === 0
      ? empty('No playlist yet', 'Travel to a year and keep what you find there; it then stands here.', h('a', {class: 'button go', href: '/time-machine'}, 'To the time machine'))
      : h('ul', {class: 'shelf'}, playlists.map((playlist) => row(playlist, me.user.time_zone))));
});

function row(playlist, timeZone) {
  const {state, published_count: there, tracks_count: all} = playlist;
  const link = safeUrl(playlist.spotify_url);
  const size = state === 'partial' || state === 'publishing' ? `${there} of ${counted(all, 'track')} on Spotify` : counted(all, 'track');
  return h('li', {},
      h('span', {class: 'shelf-year', 'aria-hidden': 'true'}, playlist.year ? String(playlist.year) : '–'),
      h('div', {class: 'shelf-words'},
          h('h2', {dir: 'auto'}, h('a', {href: `/playlists/${encodeURIComponent(playlist.playlist_id)}`}, playlist.name)),
          h('p', {class: 'soft small'}, `${size} · last changed on ${dayOf(playlist.updated_at, timeZone)}`),
          playlist.problem && h('p', {class: 'small'}, playlist.problem)),
      h('div', {class: 'shelf-state'}, stateMark(state),
          link && h('a', {class: 'spotify-link', href: link, rel: 'noopener', target: '_blank'}, 'Open on Spotify', h('span', {class: 'unseen'}, `: ${playlist.name} (new tab)`))));
}
