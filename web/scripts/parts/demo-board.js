// The board of the front page: it travels back through the years of the demo by itself, until it is stopped or a year is chosen.
import {h, reducedMotion, svg} from '../dom.js';
import {count, counted} from '../words.js';
import {cover} from './cover.js';
import {flaps} from './flaps.js';

const kStay = 5_000;  // ms that a year stands before the board goes on by itself

/** `years` newest first. Fills `place`, whose height is the style sheet's. */
export function demoBoard(place, years) {
  const display = flaps(4);
  const figures = h('p', {class: 'demo-figures figures'});
  const rows = h('ol', {class: 'demo-rows'});
  const said = h('p', {class: 'unseen', role: 'status'});
  const most = Math.max(...years.map(({minutes}) => minutes));
  let at = 0, timer = null;

  const bars = years.map(({year, minutes}, index) => h('button', {
    class: 'demo-year', type: 'button', 'aria-pressed': 'false', '--share': minutes / most,
    onclick: () => {
      stop();
      show(index);
      said.textContent = `${year}: ${years[index].tracks.map(([name, artist]) => `${name} by ${artist}`).join(', ')}.`;
    },
  }, String(year), h('span', {class: 'unseen'}, `: ${counted(minutes, 'minute')}`)));
  const toggle = h('button', {class: 'demo-toggle', type: 'button', onclick: () => timer === null ? start() : stop()});

  function show(index) {
    at = index;
    const {year, minutes, plays, tracks} = years[index];
    display.show(year);
    figures.replaceChildren(h('b', {}, count(minutes)), ' minutes, ', h('b', {}, count(plays)), ' plays');
    rows.replaceChildren(...tracks.map(([name, artist, album, times]) => h('li', {class: 'arriving'},
        cover(null, {name: album}),
        h('div', {class: 'names'}, h('p', {class: 'title', dir: 'auto'}, name), h('p', {class: 'by', dir: 'auto'}, artist)),
        h('p', {class: 'figures'}, count(times), h('span', {class: 'unseen'}, ' plays')))));
    bars.forEach((bar, place) => bar.setAttribute('aria-pressed', String(place === index)));
  }

  function start() {
    timer = setInterval(() => document.hidden || show((at + 1) % years.length), kStay);
    sign();
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    sign();
  }

  function sign() {
    const words = timer === null ? 'Play' : 'Pause';
    toggle.setAttribute('aria-label', `${words} the journey through the years`);
    toggle.replaceChildren(svg('svg', {viewBox: '0 0 24 24', 'aria-hidden': 'true'},
        svg('path', {d: timer === null ? 'M7 4v16l13-8z' : 'M6 4h4v16H6zM14 4h4v16h-4z'})));
  }

  place.replaceChildren(
      h('div', {class: 'demo-head'}, h('h2', {}, 'Ten years of a demo listener'), toggle),
      h('div', {class: 'demo-when'}, display.element, figures), rows,
      h('div', {class: 'demo-years', role: 'group', 'aria-label': 'Years'}, bars.toReversed()), said);
  show(0);
  if (reducedMotion()) sign();
  else start();
}
