// The days of a year as fields: a column for each week, Monday at the top.
import {svg} from '../dom.js';
import {calendar, count, counted, monthName, weekdays} from '../words.js';
import {picture, step, stepsLegend} from './picture.js';

const kShort = weekdays('short');
const kCell = 11;
const kPitch = 13;
const kLeft = 30;
const kTop = 14;
const kDay = 86_400_000;

/** `days`: [{day, plays, minutes}] of those with a play. */
export function calendarMap(year, days, measure) {
  const byDate = new Map(days.map((of) => [of.day, of[measure]]));
  const most = Math.max(0, ...byDate.values());
  const first = Date.UTC(year, 0, 1);
  const monday = (time) => (new Date(time).getUTCDay() + 6) % 7;
  const cells = [];
  const months = [];
  for (let time = first; time < Date.UTC(year + 1, 0, 1); time += kDay) {
    const date = new Date(time).toISOString().slice(0, 10);
    const week = Math.floor(((time - first) / kDay + monday(first)) / 7);
    const value = byDate.get(date) ?? 0;
    cells.push(svg('rect', {class: `step-${step(value, most)}`, x: kLeft + week * kPitch, y: kTop + monday(time) * kPitch, width: kCell, height: kCell},
        svg('title', {}, `${calendar(date)}: ${measure === 'plays' ? counted(value, 'play') : counted(Math.round(value), 'minute')}`)));
    if (date.endsWith('-01')) months.push(svg('text', {x: kLeft + (week + (monday(time) > 0 ? 1 : 0)) * kPitch, y: kTop - 4}, monthName(date)));
  }
  const drawing = svg('svg', {class: 'map', viewBox: `0 0 ${kLeft + 54 * kPitch} ${kTop + 7 * kPitch}`},
      months, [0, 2, 4].map((day) => svg('text', {x: 0, y: kTop + day * kPitch + kCell - 2}, kShort[day])), cells);
  const best = days.reduce((top, of) => of[measure] > (top?.[measure] ?? 0) ? of : top, null);
  return picture({
    title: `The days of ${year}`, frame: 'year-frame', drawing,
    summary: best ? `You listened on ${counted(days.filter(({plays}) => plays > 0).length, 'day')}, most on ${calendar(best.day)}.` : 'Not one play in this year.',
    headings: ['Day', 'Plays', 'Minutes'],
    rows: days.map((of) => [calendar(of.day), count(of.plays), count(Math.round(of.minutes))]).reverse(),
  }, stepsLegend());
}
