// How much was played in each month, as bars, with the table behind them.
import {tableBehind} from '../charts.js';
import {h, svg} from '../dom.js';
import {calendar, count, counted, shortMonth} from '../words.js';

const kTitle = 'Month by month';
const kMostLabels = 6;  // that have room on a phone

/** `peak`: the month with the most of `by`, or null. */
export function curve(months, by, peak) {
  const heard = months.filter(({plays}) => plays > 0);
  const sign = h('figcaption', {class: 'sign'}, h('h2', {}, kTitle), peak && heard.length > 1 &&
      h('span', {class: 'small'}, `Peak: ${calendar(peak.month)}, ${amountOf(peak, by)}`));
  if (heard.length === 0) return h('figure', {class: 'chart'}, sign, h('p', {class: 'soft'}, 'Nothing played on these days.'));
  if (months.length === 1) return h('figure', {class: 'chart'}, sign, h('p', {class: 'soft'}, `All of it in ${calendar(months[0].month)}.`));
  const figure = (month) => by === 'minutes' ? month.minutes : month.plays;
  const most = Math.max(...months.map(figure), 1);
  const bars = svg('svg', {class: 'curve', viewBox: `0 0 ${months.length} 100`, preserveAspectRatio: 'none', role: 'img',
                           'aria-label': `${kTitle}, from ${calendar(months[0].month)} to ${calendar(months.at(-1).month)}. ` +
                               (peak ? `Most in ${calendar(peak.month)}: ${amountOf(peak, by)}. ` : '') + 'The table below has the figures.'},
      months.map((month, index) => {
        const height = figure(month) / most * 100;
        return svg('g', {class: month.month === peak?.month ? 'peak' : null},
            svg('title', {}, `${calendar(month.month)}: ${month.gap ? 'at least ' : ''}${amountOf(month, by)}`),
            svg('rect', {class: 'reach', x: index, y: 0, width: 1, height: 100}),
            height > 0 && svg('rect', {class: 'bar', x: index + 0.1, y: 100 - height, width: 0.8, height}));
      }));
  const gaps = months.filter(({gap}) => gap);
  const rows = months.map((month) => h('tr', {}, h('th', {scope: 'row'}, calendar(month.month)),
      h('td', {class: 'number'}, count(month.plays)), h('td', {class: 'number'}, count(Math.round(month.minutes))))).reverse();
  return h('figure', {class: 'chart'}, sign,
      h('div', {class: 'curve-place'},
          h('p', {class: 'curve-most', 'aria-hidden': 'true'}, count(Math.round(most))),
          bars, h('div', {class: 'curve-labels', 'aria-hidden': 'true'}, labelsOf(months))),
      gaps.length > 0 && h('p', {class: 'soft small'}, gaps.length === 1 ? `Plays may be missing in ${calendar(gaps[0].month)}.` : `Plays may be missing in ${gaps.length} of these months.`),
      tableBehind(kTitle, ['Month', 'Plays', 'Minutes'], h('tbody', {}, rows)));
}

const amountOf = (month, by) => by === 'minutes' ? counted(Math.round(month.minutes), 'minute') : counted(month.plays, 'play');

/** Years where their Januaries are; months where there are few. */
function labelsOf(months) {
  const byYear = months.length > 18;
  const places = months.map(({month}, index) => ({index, text: byYear ? month.slice(0, 4) : shortMonth(month), fits: !byYear || month.endsWith('-01')}))
      .filter(({fits}) => fits);
  const stride = Math.ceil(places.length / kMostLabels);
  return places.filter((_, nth) => nth % stride === 0).map(({index, text}) => h('span', {'--at': index / months.length}, text));
}
