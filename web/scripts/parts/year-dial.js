// The years to travel to, as bars on a line through time. It is a group of radio buttons: arrows walk along the years.
import {h, reducedMotion} from '../dom.js';
import {counted, count} from '../words.js';

const kLongGap = 3;  // years without anything; longer gaps are drawn no wider

/** Fills the strip with years (newest first, as the API gives them) and returns {choose, chosen}. */
export function yearDial(strip, years, onChange) {
  const most = Math.max(...years.map((year) => year.tracks));
  const inputs = new Map();
  const columns = [];
  for (const [index, {year, tracks}] of [...years].reverse().entries()) {
    const before = index > 0 ? year - years[years.length - index].year - 1 : 0;
    if (before > 0) columns.push(h('span', {class: 'gap', '--years': Math.min(before, kLongGap), 'aria-hidden': 'true'}));
    const input = h('input', {type: 'radio', name: 'year', value: year, 'aria-label': `${year}, ${counted(tracks, 'track')}`});
    inputs.set(year, input);
    columns.push(h('label', {class: 'year', '--share': tracks / most},
        input, h('span', {class: 'tally'}, count(tracks)), h('span', {class: 'pillar'}), h('span', {class: 'number'}, String(year))));
  }
  strip.replaceChildren(...columns);

  const settle = (year, smooth) => {
    const column = inputs.get(year).parentElement;
    const left = column.offsetLeft + column.offsetWidth / 2 - strip.clientWidth / 2;
    strip.scrollTo({left, behavior: smooth && !reducedMotion() ? 'smooth' : 'instant'});
    onChange(years.find((entry) => entry.year === year));
  };
  strip.onchange = (event) => settle(Number(event.target.value), true);
  const choose = (year) => {
    inputs.get(year).checked = true;
    settle(year, false);
  };
  return {choose};
}

/** The year that has something and lies nearest to the one wanted. */
export function nearest(years, wanted) {
  return years.reduce((best, {year}) => Math.abs(year - wanted) < Math.abs(best - wanted) ? year : best, years[0].year);
}
