// Numbers, dates and durations in the reader's language; everything that counts is counted here.

const number = new Intl.NumberFormat();
const rounded = new Intl.NumberFormat(undefined, {maximumFractionDigits: 1});
const percent = new Intl.NumberFormat(undefined, {style: 'percent', maximumFractionDigits: 0});
const fine = new Intl.NumberFormat(undefined, {style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1});
const zones = new Map();  // what was found out about each

export const count = (value) => number.format(value);

/** 12.345 as "12.3" */
export const measured = (value) => rounded.format(value);

/** "1 track", "2,400 tracks" */
export const counted = (value, one, many = `${one}s`) => `${number.format(value)} ${value === 1 ? one : many}`;

/** 0.614 as "61%"; a dash when nobody knows. */
export const share = (value) => (value === null || value === undefined ? '–' : percent.format(value));

/** 0.0341 as "3.4%" */
export const finely = (value) => fine.format(value);

/** 215000 as "3:35" */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A moment (RFC 3339) as day and time in a time zone, or the browser's when none is known. */
export function moment(text, timeZone, options = {dateStyle: 'long', timeStyle: 'short'}) {
  return new Intl.DateTimeFormat(undefined, {...options, timeZone: zoneOf(timeZone)}).format(new Date(text));
}

/** Two moments as one stretch: "21 Nov 2026, 10:30 – 15:02". */
export const stretch = (from, until, timeZone) => new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short', timeZone: zoneOf(timeZone)})
    .formatRange(new Date(from), new Date(until));

/** Undefined, which is the browser's own, for no zone and for one that this browser does not know: the server knows others. */
function zoneOf(name) {
  if (!name) return undefined;
  if (!zones.has(name)) zones.set(name, isZone(name) ? name : undefined);
  return zones.get(name);
}

function isZone(name) {
  try {
    return Boolean(new Intl.DateTimeFormat(undefined, {timeZone: name}));
  } catch {
    return false;
  }
}

/** A sentence of the server's, with the moments (in UTC) and dates in it as the reader writes them and their clock shows. */
export const localized = (sentence, timeZone) => sentence
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (text) => moment(text, timeZone, {dateStyle: 'medium', timeStyle: 'short'}))
    .replace(/\b\d{4}-\d\d(-\d\d)?\b/g, (text) => calendar(text));

export const dayOf = (text, timeZone) => moment(text, timeZone, {dateStyle: 'long'});

/** "2016", "2016-05" or "2016-05-04" with as much precision as it has. */
export function calendar(text) {
  const [year, month, day] = text.split('-').map(Number);
  const options = {year: 'numeric', month: month && 'long', day: day && 'numeric', timeZone: 'UTC'};
  const date = new Date(Date.UTC(2000, (month || 1) - 1, day || 1));
  date.setUTCFullYear(year);
  return new Intl.DateTimeFormat(undefined, options).format(date);
}

/** "May 2016", short, for the axis of a chart. */
export function shortMonth(text) {
  const [year, month] = text.split('-').map(Number);
  return new Intl.DateTimeFormat(undefined, {year: 'numeric', month: 'short', timeZone: 'UTC'})
      .format(new Date(Date.UTC(year, month - 1, 1)));
}

/** "21 Nov 2016", short, for the axis of a chart. */
export function shortDay(text) {
  const [year, month, day] = text.split('-').map(Number);
  return new Intl.DateTimeFormat(undefined, {year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC'})
      .format(new Date(Date.UTC(year, month - 1, day)));
}

/** The day it is where somebody lives, as "2026-11-30". */
export const today = (timeZone) => new Intl.DateTimeFormat('en-CA', {dateStyle: 'short', timeZone: zoneOf(timeZone)}).format(new Date());

const day = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeZone: 'UTC'});
const kDay = 86_400_000;  // ms

/** Two days, as numbers since 1970, as one stretch: "23–29 Nov 2026"; one day as itself. */
export const daysNamed = (first, last) => day.formatRange(new Date(first * kDay), new Date(last * kDay));

/** The days of the week from Monday on; `width` is long, short or narrow. */
export function weekdays(width) {
  const name = new Intl.DateTimeFormat(undefined, {weekday: width, timeZone: 'UTC'});
  return Array.from({length: 7}, (_, index) => name.format(new Date(Date.UTC(2024, 0, 1 + index))));  // a Monday
}

const relative = new Intl.RelativeTimeFormat(undefined, {numeric: 'auto', style: 'short'});

/** "5 min. ago" within a day, the day itself before that. */
export function ago(text, timeZone) {
  const minutes = Math.round((new Date(text) - Date.now()) / 60_000);
  if (minutes > -60) return relative.format(Math.min(minutes, 0), 'minute');
  if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  return moment(text, timeZone, {day: 'numeric', month: 'short'});
}

/** The month of a day, short: "May". */
export const monthName = (text) => new Intl.DateTimeFormat(undefined, {month: 'short', timeZone: 'UTC'}).format(new Date(text));

/** 95 minutes as "1 h 35 min". */
export function hours(minutes) {
  const whole = Math.round(minutes);
  return whole < 60 ? `${whole} min` : `${count(Math.floor(whole / 60))} h ${whole % 60} min`;
}

/** "DE" as "Germany"; as it is when the browser does not know it. */
export function countryName(letters) {
  try {
    return new Intl.DisplayNames(undefined, {type: 'region'}).of(letters);
  } catch {
    return letters;
  }
}
