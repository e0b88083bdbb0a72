// A small dial with a needle, as on a chronograph: one value between 0 and 1.
import {h, svg} from '../dom.js';
import {share} from '../words.js';

const kSweep = 270;   // degrees from nothing to everything
const kMarks = 40;    // every tenth is long

/** The number stands below the dial, so the drawing itself is decoration. */
export function dial(name, value) {
  const known = value !== null && value !== undefined;
  const turn = (part) => part * kSweep - kSweep / 2;
  const marks = Array.from({length: kMarks + 1}, (_, index) => {
    const long = index % 10 === 0;
    const transform = `rotate(${turn(index / kMarks)} 60 60)`;
    return svg('path', {d: long ? 'M60 6v13' : 'M60 6v7', 'stroke-width': long ? 3 : 1.25, transform});
  });
  const needle = svg('g', {class: 'needle'}, svg('path', {d: 'M57.5 72h5L61 14h-2z'}), svg('circle', {cx: 60, cy: 60, r: 6}));
  const face = svg('svg', {viewBox: '0 0 120 120', 'aria-hidden': 'true', class: known ? 'dial-face' : 'dial-face unknown'},
      svg('circle', {class: 'dial-ground', cx: 60, cy: 60, r: 59}),
      svg('g', {class: 'dial-marks', fill: 'none', stroke: 'currentColor'}, marks), known && needle);
  const element = h('div', {class: 'dial'}, face, h('dt', {}, name), h('dd', {}, share(known ? value : null)));
  if (known) requestAnimationFrame(() => needle.style.setProperty('--turn', `${turn(value)}deg`));
  return element;
}
