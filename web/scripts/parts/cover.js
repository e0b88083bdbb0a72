// Artwork as Spotify delivers it, whole; a plain sleeve of our own where there is none or it does not load.
import {h, safeUrl, svg} from '../dom.js';

/** `alt` is empty where the title stands beside the picture anyway. */
export function cover(url, {alt = '', large = false, eager = false} = {}) {
  const frame = h('div', {class: large ? 'cover large' : 'cover'});
  const source = safeUrl(url);
  if (!source) {
    frame.append(sleeve());
    return frame;
  }
  const picture = h('img', {src: source, alt, loading: eager ? 'eager' : 'lazy', decoding: 'async'});
  picture.addEventListener('error', () => frame.replaceChildren(sleeve()));
  frame.append(picture);
  return frame;
}

function sleeve() {
  return svg('svg', {viewBox: '0 0 64 64', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5},
      svg('circle', {cx: 32, cy: 32, r: 22}), svg('circle', {cx: 32, cy: 32, r: 15, 'stroke-dasharray': '2 3'}),
      svg('circle', {cx: 32, cy: 32, r: 7}), svg('circle', {cx: 32, cy: 32, r: 1.5, fill: 'currentColor'}));
}
