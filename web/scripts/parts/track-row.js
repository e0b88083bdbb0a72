// One line of a track list: its place, its sleeve, its names, why it is here, and the way to Spotify.
import {h} from '../dom.js';
import {localized} from '../words.js';
import {cover} from './cover.js';
import {hasFeatures} from './features.js';
import {openOnSpotify, trackLink} from './links.js';

/** `marked`: says of a track without audio features that it has none, which is only worth saying where others have them. */
export function trackRow(track, {arriving = false, marked = true} = {}) {
  const silent = marked && !hasFeatures(track);
  return h('li', {class: arriving ? 'arriving' : null},
      h('span', {class: 'place'}, String(track.position)),
      cover(track.image_url),
      h('div', {},
          h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
          h('p', {class: 'by', dir: 'auto'}, [track.artist, track.album].filter(Boolean).join(' · ')),
          track.reason && h('p', {class: 'why'}, localized(track.reason)),
          track.left_out && h('p', {class: 'why'}, track.left_out),
          silent && h('p', {class: 'by'}, 'no audio features')),
      openOnSpotify(track.spotify_url, track.name));
}
