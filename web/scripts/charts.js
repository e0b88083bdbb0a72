// Charts by Chart.js in the page's own colours and lettering, each with its table behind it.
import {h, reducedMotion} from './dom.js';

const kNight = matchMedia('(prefers-color-scheme: dark)');
const drawn = new Set();
kNight.addEventListener('change', () => drawn.forEach((redraw) => redraw()));

/**
 * A figure: its title, a canvas and the table behind it. `show(data, rows)` draws or redraws; `data` is what
 * `configure(data, look)` makes a Chart.js configuration of, `rows` are the table's cells, `summary` says it in words.
 */
export function chart({title, headings, configure, square = false, level = 'h2'}) {
  const canvas = h('canvas', {role: 'img'});
  const body = h('tbody');
  const table = h('table', {}, h('thead', {}, h('tr', {}, headings.map((text) => h('th', {scope: 'col'}, text)))), body);
  const behind = h('details', {class: 'behind'}, h('summary', {}, 'The figures as a table'),
      h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${title}, as a table`}, table));
  const element = h('figure', {class: square ? 'chart square' : 'chart'},
      h('figcaption', {class: 'sign'}, h(level, {}, title)), h('div', {class: 'canvas'}, canvas), behind);

  let picture = null;
  let latest = null;
  const draw = (animate) => {
    if (!latest || !window.Chart) return;
    const made = configure(latest, look());
    made.options.animation = animate ? {duration: 500} : false;
    made.options.transitions = {attach: {animation: {duration: 0}}};  // a figure that gets another size has no story to tell
    if (picture) {
      Object.assign(picture, {options: made.options});
      picture.data = made.data;
      picture.update(animate ? undefined : 'none');
    } else {
      picture = new window.Chart(canvas, made);
    }
  };
  drawn.add(function redraw() {
    if (canvas.isConnected) return draw(false);
    picture?.destroy();
    drawn.delete(redraw);
  });
  if (!window.Chart) {  // without the library the table is the chart
    behind.open = true;
    canvas.parentElement.hidden = true;
  }

  let frame = 0;
  const show = (data, rows, summary, {animate = !reducedMotion()} = {}) => {
    latest = data;
    canvas.setAttribute('aria-label', `${title}. ${summary} The table below has the figures.`);
    body.replaceChildren(...rows.map((cells) => h('tr', {}, cells.map(cellOf))));
    cancelAnimationFrame(frame);  // drawn with the page's next frame: by then the figure has its place and its size
    frame = requestAnimationFrame(() => draw(animate));
  };
  return {element, show};
}

const cellOf = (cell, column) => column === 0 ? h('th', {scope: 'row'}, cell) : h('td', {}, cell);

/** Colours and lettering as the style sheet has them at this moment. */
function look() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token('ink'), soft: token('ink-soft'), hairline: token('hairline'), surface: token('page'),
    bar: token('bar'), signal: token('signal'), line: token('line'),
    font: {family: token('dial'), size: 13},
  };
}

/** An axis in the house style; `more` wins. */
export function axis({soft, hairline, font}, {grid = false, ...more} = {}) {
  return {
    border: {display: false},
    grid: {display: grid, color: hairline, drawBorder: false, drawTicks: false},
    ...more,
    ticks: {color: soft, font, padding: 6, ...more.ticks},
    title: {color: soft, font: {...font, weight: 'bold'}, ...more.title},
  };
}

export function tooltip({ink, surface, font}, callbacks) {
  return {backgroundColor: ink, titleColor: surface, bodyColor: surface, titleFont: font, bodyFont: font, cornerRadius: 2, displayColors: false, padding: 10, callbacks};
}
