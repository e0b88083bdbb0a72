// Links to our own pages and, as its rules ask, from everything of Spotify's to Spotify.
import {h, safeUrl, svg} from '../dom.js';

export const trackLink = ({id, name}) => h('a', {href: `/tracks/${encodeURIComponent(id)}`}, name);

/** Just the name where the id is not known. */
export const artistLink = ({id, name}) => id ? h('a', {href: `/artists/${encodeURIComponent(id)}`}, name) : name;

/** The id is the album's, or that of any track on it. */
export const albumLink = ({id, name}) => id ? h('a', {href: `/albums/${encodeURIComponent(id)}`}, name) : name;

export const playlistLink = ({playlist_id: id, name}) => h('a', {href: `/playlists/${encodeURIComponent(id)}`}, name);

/** Null when there is no address; `name` tells ears which of many links this is. */
export function openOnSpotify(address, name, kind = 'spotify-link') {
  const href = safeUrl(address);
  if (!href) return null;
  return h('a', {class: kind, href, rel: 'noopener', target: '_blank'},
      'Open on Spotify', h('span', {class: 'unseen'}, name ? `: ${name} (new tab)` : ' (new tab)'));
}

/** The same on top of a cover, as a triangle. */
export function playGlyph(address, name) {
  const href = safeUrl(address);
  if (!href) return null;
  return h('a', {class: 'play', href, rel: 'noopener', target: '_blank', title: 'Open on Spotify'},
      svg('svg', {viewBox: '0 0 24 24', 'aria-hidden': 'true'}, svg('path', {d: 'M8 5v14l11-7z'})),
      h('span', {class: 'unseen'}, `Open ${name} on Spotify (new tab)`));
}
