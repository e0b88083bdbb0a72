// Charts by Chart.js in the page's own colours and lettering, each with its table behind it.
import {h, reducedMotion} from './dom.js';
import {count} from './words.js';

const drawn = new Set();
const redrawAll = () => drawn.forEach((redraw) => redraw());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
const library = document.querySelector('script[src^="/scripts/chart."]');  // it arrives when it arrives: no page waits for it
library?.addEventListener('load', redrawAll);

/**
 * A figure with its title, a canvas and the table behind it.
 * `show(data, rows, summary)` draws or redraws it: `configure(data, look)` makes a Chart.js configuration of the data,
 * `rows` are the cells of the table, `summary` says it in words. `say(sentence)` stands in for a chart of nothing.
 */
export function chart({title, headings, configure, square = false}) {
  const canvas = h('canvas', {role: 'img'});
  const body = h('tbody');
  const caption = h('figcaption', {class: 'sign'}, h('h2', {}, title));
  const behind = tableBehind(title, headings, body);
  const element = h('figure', {class: square ? 'chart square' : 'chart'}, caption, h('div', {class: 'canvas'}, canvas), behind);
  library?.addEventListener('error', () => {  // without the library the table is the chart
    canvas.parentElement.hidden = true;
    behind.open = true;
  });

  let picture = null;
  let latest = null;
  let frame = 0;
  function draw(animate) {
    if (!latest || !window.Chart) return;
    const {type, data, options, plugins} = configure(latest, look());
    const settings = {
      ...options, responsive: true, maintainAspectRatio: false,
      plugins: {legend: {display: false}, ...options.plugins},
      animation: animate ? {duration: 500} : false,
      transitions: {attach: {animation: {duration: 0}}},  // a figure that gets another size has no story to tell
    };
    if (picture) {
      Object.assign(picture, {data, options: settings});
      picture.update(animate ? undefined : 'none');
    } else {
      picture = new window.Chart(canvas, {type, data, options: settings, plugins});
    }
  }
  drawn.add(function redraw() {
    if (canvas.isConnected) return draw(false);
    picture?.destroy();
    drawn.delete(redraw);
  });

  const show = (data, rows, summary, {animate = !reducedMotion()} = {}) => {
    latest = data;
    canvas.setAttribute('aria-label', `${title}. ${summary} The table below has the figures.`);
    body.replaceChildren(...rowsOf(rows));
    cancelAnimationFrame(frame);  // drawn with the page's next frame: by then the figure has its place and its size
    frame = requestAnimationFrame(() => draw(animate));
  };
  const say = (sentence) => element.replaceChildren(caption, h('p', {class: 'soft'}, sentence));
  return {element, show, say};
}

/** `body` has the rows (rowsOf()). */
export function tableBehind(title, headings, body) {
  const head = h('thead', {}, h('tr', {}, headings.map((text) => h('th', {scope: 'col'}, text))));
  return h('details', {class: 'behind'}, h('summary', {}, 'Show as table'),
      h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${title}, as a table`}, h('table', {}, head, body)));
}

export const rowsOf = (rows) => rows.map((cells) => h('tr', {}, cells.map(cellOf)));

const cellOf = (cell, column) => column === 0 ? h('th', {scope: 'row', dir: 'auto'}, cell) : h('td', {}, cell);

/** Colours and lettering as the style sheet has them at this moment. */
function look() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('ink'), soft: token('ink-soft'), hairline: token('hairline'), page: token('page'),
    bar: token('bar'), signal: token('signal'), line: token('line'), font: {family: token('dial'), size: 13},
  };
}

/** An axis in the house style; `more` wins. */
export function axis({soft, hairline, font}, {grid = false, ...more} = {}) {
  return {
    grid: {display: grid, color: hairline, drawBorder: false, drawTicks: false},
    ...more,
    ticks: {color: soft, font, padding: 6, ...more.ticks},
    title: {color: soft, font: {...font, weight: 'bold'}, ...more.title},
  };
}

export const countAxis = (look) =>
    axis(look, {grid: true, beginAtZero: true, ticks: {maxTicksLimit: 5, precision: 0, callback: (value) => count(value)}});

export function tooltip({ink, page, font}, callbacks) {
  return {
    backgroundColor: ink, titleColor: page, bodyColor: page, titleFont: font, bodyFont: font,
    cornerRadius: 2, displayColors: false, padding: 10, callbacks,
  };
}
