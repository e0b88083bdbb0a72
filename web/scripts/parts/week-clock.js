// At what hours somebody listens: the week as a map of heat, the day as a record.
import {svg} from '../dom.js';
import {count, counted, share, weekdays} from '../words.js';
import {picture, sector, step, stepsLegend} from './picture.js';

const kDays = weekdays('long');
const kShort = weekdays('short');
const kCell = 14;
const kGap = 2;
const kLeft = 34;  // where the days are named
const kTop = 14;   // where the hours are
const kPitch = kCell + kGap;
const hour = (number) => `${String(number).padStart(2, '0')}:00`;

/** `hours`: 168 of {plays, minutes}, from Monday's first on; `measure` is one of the two. */
export function weekMap(hours, measure) {
  const values = hours.map((played) => played[measure]);
  const most = Math.max(...values);
  const cells = values.map((value, index) => {
    const [day, at] = [Math.floor(index / 24), index % 24];
    return svg('rect', {class: `step-${step(value, most)}`, x: kLeft + at * kPitch, y: kTop + day * kPitch, width: kCell, height: kCell},
        svg('title', {}, `${kDays[day]}, ${hour(at)}: ${amount(value, measure)}`));
  });
  const drawing = svg('svg', {class: 'map', viewBox: `0 0 ${kLeft + 24 * kPitch} ${kTop + 7 * kPitch}`},
      [0, 6, 12, 18].map((at) => svg('text', {x: kLeft + at * kPitch, y: kTop - 4}, hour(at))),
      [0, 1, 2, 3, 4, 5, 6].map((day) => svg('text', {x: 0, y: kTop + day * kPitch + kCell - 3}, kShort[day])), cells);
  const top = values.indexOf(most);
  return picture({
    title: 'Your week', drawing,
    summary: `You listen most on ${kDays[Math.floor(top / 24)]} at ${hour(top % 24)}: ${amount(most, measure)}.`,
    headings: ['Hour', ...kShort],
    rows: Array.from({length: 24}, (_, at) => [hour(at), ...[0, 1, 2, 3, 4, 5, 6].map((day) => count(Math.round(values[day * 24 + at])))]),
  }, stepsLegend());
}

/** The same hours, all days together, as the grooves of a record: midnight at the top, then clockwise. */
export function dayRecord(hours, measure) {
  const values = Array.from({length: 24}, (_, at) => hours.reduce((sum, played, index) => sum + (index % 24 === at ? played[measure] : 0), 0));
  const most = Math.max(...values);
  const sum = values.reduce((a, b) => a + b, 0);
  const [inner, outer] = [34, 92];
  const drawing = svg('svg', {class: 'record', viewBox: '-112 -112 224 224'},
      svg('circle', {class: 'disc', r: 96}),
      [44, 56, 68, 80, 92].map((r) => svg('circle', {class: 'groove', r})),
      values.map((value, at) => value > 0 && svg('path', {class: value === most ? 'played most' : 'played', d: sector((at + 0.06) / 24, (at + 0.94) / 24, inner, inner + (outer - inner) * value / most)},
          svg('title', {}, `${hour(at)}: ${amount(value, measure)}`))),
      svg('circle', {class: 'label', r: 28}), svg('circle', {class: 'hole', r: 3}),
      [[0, 0, -101], [6, 104, 3.5], [12, 0, 108], [18, -104, 3.5]].map(([at, x, y]) => svg('text', {x, y, 'text-anchor': 'middle'}, String(at))));
  const part = (value) => share(sum > 0 ? value / sum : null);
  const night = values.slice(0, 5).reduce((a, b) => a + b, 0);
  return picture({
    title: 'Your day', drawing,
    summary: `Most between ${hour(values.indexOf(most))} and ${hour((values.indexOf(most) + 1) % 24)}; ${part(night)} between midnight and 05:00.`,
    headings: ['Hour', measure === 'plays' ? 'Plays' : 'Minutes', 'Share'],
    rows: values.map((value, at) => [hour(at), count(Math.round(value)), part(value)]),
  });
}

const amount = (value, measure) => measure === 'plays' ? counted(value, 'play') : counted(Math.round(value), 'minute');
