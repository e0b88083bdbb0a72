// Artwork as Spotify delivers it, whole; where there is none, or it does not load, a sleeve that is drawn from the name.
import {h, safeUrl, svg} from '../dom.js';

/**
 * `alt` is empty where the title stands beside the picture anyway. `name` is what a drawn sleeve is made of: the same name
 * always gets the same sleeve.
 */
export function cover(url, {alt = '', large = false, eager = false, round = false, name = ''} = {}) {
  const frame = h('div', {class: ['cover', large && 'large', round && 'round'].filter(Boolean).join(' ')});
  const source = safeUrl(url);
  const draw = () => frame.replaceChildren(name ? drawn(name) : sleeve());
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

/** Two colours and a figure by the name's hash, and its initials. */
function drawn(name) {
  const hash = hashOf(name);
  const hue = hash % 360;
  const other = (hue + 40 + (hash >>> 9) % 100) % 360;
  return svg('svg', {viewBox: '0 0 64 64', 'aria-hidden': 'true', class: 'drawn'},
      svg('rect', {width: 64, height: 64, fill: `hsl(${hue} 42% 26%)`}),
      svg('g', {fill: `hsl(${other} 48% 42%)`}, kFigures[(hash >>> 17) % kFigures.length]()),
      svg('text', {x: 6, y: 57, fill: '#f7f3e6'}, initialsOf(name)));
}

const kFigures = [
  () => svg('circle', {cx: 44, cy: 20, r: 26}),
  () => svg('path', {d: 'M0 0h64v14H0zM0 22h64v6H0z'}),
  () => svg('path', {d: 'M64 0v64L20 0z'}),
  () => svg('path', {d: 'M36 0h10v64H36zM52 0h12v64H52z'}),
  () => svg('path', {d: 'M0 34A34 34 0 0 0 34 0H64A64 64 0 0 1 0 64z'}),
];

function initialsOf(name) {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join('');
}

/** FNV-1a, 32 bits. */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
