// Artwork as Spotify delivers it, whole; where there is none, or it does not load, a sleeve that is drawn from the name.
import {h, safeUrl, svg} from '../dom.js';
import {drawnCover} from './drawn-cover.js';

/**
 * `alt` is empty where the title stands beside the picture anyway. `name` is what a drawn sleeve is made of.
 */
export function cover(url, {alt = '', large = false, eager = false, round = false, name = ''} = {}) {
  const frame = h('div', {class: ['cover', large && 'large', round && 'round'].filter(Boolean).join(' ')});
  const source = safeUrl(url);
  const draw = () => frame.replaceChildren(name ? drawnCover(name) : sleeve());
  if (!source) {
    draw();
    return frame;
  }
  const picture = h('img', {src: source, alt, loading: eager ? 'eager' : 'lazy', decoding: 'async'});
  picture.addEventListener('error', draw);
  frame.append(picture);
  return frame;
}

function sleeve() {
  return svg('svg', {viewBox: '0 0 64 64', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5},
      svg('circle', {cx: 32, cy: 32, r: 22}), svg('circle', {cx: 32, cy: 32, r: 15, 'stroke-dasharray': '2 3'}),
      svg('circle', {cx: 32, cy: 32, r: 7}), svg('circle', {cx: 32, cy: 32, r: 1.5, fill: 'currentColor'}));
}
