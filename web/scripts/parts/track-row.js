// One line of a track list: its place, its cover with the way to Spotify, its names, and why it is here.
import {h} from '../dom.js';
import {localized} from '../words.js';
import {hasFeatures} from './features.js';
import {trackLink} from './links.js';
import {byLine, trackCover} from './track-cover.js';

/** `marked`: says of a track without audio features that it has none, which is only worth saying where others have them. */
export function trackRow(track, {arriving = false, marked = true} = {}) {
  const silent = marked && !hasFeatures(track);
  return h('li', {class: arriving ? 'arriving' : null},
      h('span', {class: 'place'}, String(track.position)),
      trackCover(track),
      h('div', {},
          h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
          h('p', {class: 'by', dir: 'auto'}, byLine(track)),
          track.reason && h('p', {class: 'why'}, localized(track.reason)),
          track.left_out && h('p', {class: 'why'}, track.left_out),
          silent && h('p', {class: 'by'}, 'no audio features')));
}
