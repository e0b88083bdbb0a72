// The card of one year of the demo, as a recap of one's own looks when it is shared.
import {h, svg} from '../dom.js';
import {count, monthName} from '../words.js';
import {cover} from './cover.js';

export function demoCard({year, minutes, plays, days, artists, months, tracks}) {
  const most = Math.max(...months);
  const [[top, by, album]] = tracks;
  const fact = (value, name) => h('div', {}, h('dt', {}, name), h('dd', {class: 'figures'}, count(value)));
  const best = months.indexOf(most);
  return h('article', {class: 'demo-card', 'aria-label': `Recap of ${year}`},
      h('p', {class: 'demo-card-year'}, String(year)),
      h('div', {class: 'demo-card-minutes'}, h('strong', {class: 'figures'}, count(minutes)), h('span', {}, 'minutes of music')),
      h('div', {class: 'demo-card-top'}, cover(null, {name: album, large: true}),
          h('div', {}, h('p', {class: 'small'}, 'On repeat'), h('p', {class: 'title'}, top), h('p', {}, by))),
      h('dl', {class: 'demo-card-facts'}, fact(plays, 'plays'), fact(artists, 'artists'), fact(days, 'days')),
      h('div', {class: 'demo-card-months'},
          svg('svg', {viewBox: '0 0 120 40', preserveAspectRatio: 'none', role: 'img', 'aria-label': `Month by month; most in ${monthName(`${year}-${String(best + 1).padStart(2, '0')}-01`)}`},
              months.map((value, month) => svg('rect', {class: month === best ? 'best' : null, x: month * 10 + 1, y: 40 - value / most * 40, width: 8, height: value / most * 40}))),
          h('p', {class: 'small', 'aria-hidden': 'true'}, h('span', {}, monthName(`${year}-01-01`)), h('span', {}, monthName(`${year}-12-01`)))));
}
