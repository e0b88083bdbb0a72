// All playlists that were kept: where they stand, and the way to Spotify.
import {get} from '../api.js';
import {h} from '../dom.js';
import {counted, dayOf, localized} from '../words.js';
import {openOnSpotify, playlistLink} from './links.js';
import {stateMark, stateOf} from './state-mark.js';
import {empty} from './states.js';

const kUnfinished = ['partial', 'publishing'];
const kKinds = {
  period: 'Then', forgotten_gems: 'Gems', recent_discoveries: 'New', current_rotation: 'Now', currently_obsessed: 'Month', mood: 'Mood', similar: 'Like',
};

/** Draws them in `place`; `refresh()` asks again. */
export function keptShelf(place, timeZone) {
  let latest = 0;
  return {
    async refresh() {
      const mine = ++latest;
      const {playlists} = await get('/api/v1/playlists');
      if (mine !== latest) return;
      const focused = place.contains(document.activeElement) && document.activeElement.getAttribute('href');
      place.replaceChildren(playlists.length === 0
          ? empty('No playlist yet', 'Choose a source above or travel to any time, and keep what you find there; it then stands here.',
              h('a', {class: 'button go', href: '/time-machine'}, 'To the time machine'))
          : h('ul', {class: 'shelf'}, playlists.map((playlist) => row(playlist, timeZone))));
      if (focused) [...place.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus({preventScroll: true});
    },
  };
}

function row(playlist, timeZone) {
  const {name, problem, published_count: there, tracks_count: all} = playlist;
  const state = stateOf(playlist);
  const tracks = counted(all, 'track');
  const size = kUnfinished.includes(state) ? `${there} of ${tracks} on Spotify` : tracks;
  return h('li', {},
      h('span', {class: playlist.year ? 'shelf-year' : 'shelf-year word', 'aria-hidden': 'true'}, playlist.year ? String(playlist.year) : kKinds[playlist.kind] ?? '–'),
      h('div', {class: 'shelf-words'},
          h('h3', {dir: 'auto'}, playlistLink(playlist)),
          h('p', {class: 'soft small'}, `${size} · last changed on ${dayOf(playlist.updated_at, timeZone)}`),
          problem && h('p', {class: 'small'}, localized(problem, timeZone))),
      h('div', {class: 'shelf-state'}, stateMark(state), openOnSpotify(playlist.spotify_url, name)));
}
