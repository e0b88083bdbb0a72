// Spans of days as an address says them: ?period=2026, 2026-11, 2026-W48 or 2026-11-30, ?range=4w, 6m, 12m, 24m or all, or
// ?from=…&to=…. Days are counted since 1970, so that they can be added; nothing here asks the clock.

const kDay = 86_400_000;  // ms
const kRolling = {'4w': (today) => today - 27, '6m': (today) => addMonths(today, -6), '12m': (today) => addMonths(today, -12), '24m': (today) => addMonths(today, -24)};  // their first days
export const kUsual = {unit: 'rolling', range: '12m'};

/** A span: {unit: 'day' | 'week' | 'month' | 'year', day}, {unit: 'all'}, {unit: 'rolling', range} or {unit: 'custom', from, to}; days are numbers. */
export function spanOf(parameters, usual = kUsual) {
  const period = periodFrom(parameters.get('period') ?? '');
  if (period) return period;
  const [from, to] = [dayFrom(parameters.get('from')), dayFrom(parameters.get('to'))];
  if (from !== null || to !== null) return {unit: 'custom', from, to};
  const range = parameters.get('range');
  if (range === 'all') return {unit: 'all'};
  return Object.hasOwn(kRolling, range ?? '') ? {unit: 'rolling', range} : usual;
}

/** What an address says of it; nothing for the usual one. */
export function wordsOf(span, usual = kUsual) {
  if (span.unit === usual.unit && span.range === usual.range && span.day === usual.day) return {};
  switch (span.unit) {
    case 'all': return {range: 'all'};
    case 'rolling': return {range: span.range};
    case 'custom': return {...span.from === null ? {} : {from: dayText(span.from)}, ...span.to === null ? {} : {to: dayText(span.to)}};
    default: return {period: periodText(span)};
  }
}

/** Its first and its last day; null where it has no end. */
export function daysOf(span, today) {
  switch (span.unit) {
    case 'all': return [null, today];
    case 'rolling': return [kRolling[span.range](today), today];
    case 'custom': return [span.from, span.to ?? Math.max(today, span.from)];
    default: return [beginOf(span.unit, span.day), nextOf(span) - 1];
  }
}

/** The span of that kind which a change of the kind leads to: the one in which the former one ends, and not after today. */
export function spanAt(unit, former, today) {
  if (unit === 'all') return {unit};
  const [from, to] = daysOf(former, today);
  if (unit === 'custom') return {unit, from, to};
  return {unit, day: beginOf(unit, Math.min(to, today))};
}

/** The one before (-1) or behind (1); null where there is none. */
export function neighbour(span, direction, today) {
  const [from, to] = daysOf(span, today);
  if (from === null || (direction > 0 && to >= today)) return null;
  if (span.unit === 'rolling' || span.unit === 'custom') {
    const length = to - from + 1;
    return {unit: 'custom', from: from + direction * length, to: to + direction * length};
  }
  return {unit: span.unit, day: direction > 0 ? to + 1 : beginOf(span.unit, from - 1)};
}

/** "2026-11-30" as a number of days, or null. */
export function dayFrom(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text ?? '')) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : time / kDay;
}

export const dayText = (day) => new Date(day * kDay).toISOString().slice(0, 10);

/** "2026-W48" of the week in which a day is, as ISO 8601 numbers it: a week belongs to the year of its Thursday. */
export function weekText(day) {
  const thursday = beginOf('week', day) + 3;
  const year = partsOf(thursday)[0];
  return `${year}-W${String(Math.floor((thursday - dayOf(year, 0, 1)) / 7) + 1).padStart(2, '0')}`;
}

function periodFrom(text) {
  if (/^\d{4}$/.test(text)) return {unit: 'year', day: dayFrom(`${text}-01-01`)};
  const month = /^\d{4}-\d\d$/.test(text) ? dayFrom(`${text}-01`) : null;
  if (month !== null) return {unit: 'month', day: month};
  const week = text.match(/^(\d{4})-W(\d\d)$/);
  if (week) {
    const day = beginOf('week', dayOf(Number(week[1]), 0, 4)) + 7 * (Number(week[2]) - 1);
    return weekText(day) === text ? {unit: 'week', day} : null;
  }
  const day = dayFrom(text);
  return day === null ? null : {unit: 'day', day};
}

function periodText({unit, day}) {
  if (unit === 'week') return weekText(day);
  return dayText(day).slice(0, {year: 4, month: 7, day: 10}[unit]);
}

function beginOf(unit, day) {
  const [year, month] = partsOf(day);
  switch (unit) {
    case 'year': return dayOf(year, 0, 1);
    case 'month': return dayOf(year, month, 1);
    case 'week': return day - ((day + 3) % 7 + 7) % 7;  // 1 January 1970 was a Thursday; days before it are negative
    default: return day;
  }
}

function nextOf({unit, day}) {
  const [year, month] = partsOf(day);
  switch (unit) {
    case 'year': return dayOf(year + 1, 0, 1);
    case 'month': return dayOf(year, month + 1, 1);
    case 'week': return beginOf('week', day) + 7;
    default: return day + 1;
  }
}

function partsOf(day) {
  const date = new Date(day * kDay);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

const dayOf = (year, month, day) => Date.UTC(year, month, day) / kDay;

/** As many months away; the last day of a month that has no such day. */
function addMonths(day, months) {
  const [year, month, date] = partsOf(day);
  const last = dayOf(year, month + months + 1, 1) - 1;
  return Math.min(dayOf(year, month + months, 1) + date - 1, last);
}
