// A figure that is drawn as SVG, with the table behind it.
import {rowsOf, tableBehind} from '../charts.js';
import {h, svg} from '../dom.js';

/**
 * `drawing` is an SVG; `summary` says it in words; `rows` are the cells of the table; `frame` is the class of an element
 * around the drawing.
 */
export function picture({title, drawing, summary, headings, rows, frame = null}, ...more) {
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', `${title}. ${summary} The table below has the figures.`);
  return h('figure', {class: 'chart'}, h('figcaption', {class: 'sign'}, h('h2', {}, title)), frame ? h('div', {class: frame}, drawing) : drawing,
      h('p', {class: 'soft'}, summary), more, tableBehind(title, headings, h('tbody', {}, rowsOf(rows))));
}

/** How dark a field is: nothing at all for none, then five steps up to the largest. */
export const step = (value, most) => value === 0 ? 0 : Math.max(1, Math.ceil(value / most * 5));

/** A legend from none to most. */
export const stepsLegend = () => h('p', {class: 'shades small soft', 'aria-hidden': 'true'}, 'less',
    svg('svg', {viewBox: '0 0 84 12', width: 84, height: 12}, [0, 1, 2, 3, 4, 5].map((n) => svg('rect', {class: `step-${n}`, x: 14 * n, y: 0, width: 12, height: 12}))), 'more');

/** A sector of a ring about (0, 0), from one share of the turn to another; it begins at the top and turns clockwise. */
export function sector(from, until, inner, outer) {
  const at = (turn, radius) => {
    const angle = turn * 2 * Math.PI;
    return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  };
  const large = until - from > 0.5 ? 1 : 0;
  return `M${at(from, inner)}L${at(from, outer)}A${outer} ${outer} 0 ${large} 1 ${at(until, outer)}L${at(until, inner)}A${inner} ${inner} 0 ${large} 0 ${at(from, inner)}Z`;
}
