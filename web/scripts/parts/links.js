// Links to our own pages and, as its rules ask, from everything of Spotify's to Spotify.
import {h, safeUrl} from '../dom.js';

export const trackLink = ({id, name}) => h('a', {href: `/tracks/${encodeURIComponent(id)}`}, name);

export const playlistLink = ({playlist_id: id, name}) => h('a', {href: `/playlists/${encodeURIComponent(id)}`}, name);

/** Null when there is no address; `name` tells ears which of many links this is. */
export function openOnSpotify(address, name, kind = 'spotify-link') {
  const href = safeUrl(address);
  if (!href) return null;
  return h('a', {class: kind, href, rel: 'noopener', target: '_blank'},
      'Open on Spotify', h('span', {class: 'unseen'}, name ? `: ${name} (new tab)` : ' (new tab)'));
}
