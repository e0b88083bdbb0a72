// A sleeve drawn from a name: two colours and a figure by the name's hash, and its initials. The same name always gets the same one.
import {svg} from '../dom.js';

const kInk = '#f7f3e6';
const kContrast = 4.5;  // of the initials, wherever the figure lies (WCAG 1.4.3)

export function drawnCover(name) {
  const hash = hashOf(name);
  const hue = hash % 360;
  const other = (hue + 40 + (hash >>> 9) % 100) % 360;
  return svg('svg', {viewBox: '0 0 64 64', 'aria-hidden': 'true', class: 'drawn'},
      svg('rect', {width: 64, height: 64, fill: colour(hue, 42, 22)}),
      svg('g', {fill: colour(other, 48, 42)}, kFigures[(hash >>> 17) % kFigures.length]()),
      svg('text', {x: 6, y: 57, fill: kInk}, initialsOf(name)));
}

const kFigures = [
  () => svg('circle', {cx: 44, cy: 20, r: 26}),
  () => svg('path', {d: 'M0 0h64v14H0zM0 22h64v6H0z'}),
  () => svg('path', {d: 'M64 0v64L20 0z'}),
  () => svg('path', {d: 'M36 0h10v64H36zM52 0h12v64H52z'}),
  () => svg('path', {d: 'M0 34A34 34 0 0 0 34 0H64A64 64 0 0 1 0 64z'}),
];

/** As light as wanted, or as the initials bear: yellow and green are brighter than blue of the same lightness. */
function colour(hue, saturation, lightness) {
  while (contrast(hslToRgb(hue, saturation, lightness), rgbOf(kInk)) < kContrast) --lightness;
  return `#${hslToRgb(hue, saturation, lightness).map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function hslToRgb(hue, saturation, lightness) {
  const reach = saturation / 100 * Math.min(lightness, 100 - lightness) / 100;
  return [0, 8, 4].map((offset) => {
    const turn = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness / 100 - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))));
  });
}

const rgbOf = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance of sRGB (WCAG 2). */
function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

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
