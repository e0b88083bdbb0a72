// Choose any day, week, month, year or days, watch their playlist build itself, take it home.
import {get, Problem} from '../api.js';
import {h} from '../dom.js';
import {watch} from '../events.js';
import {dateBar} from '../parts/date-bar.js';
import {dateFlaps} from '../parts/date-flaps.js';
import {density, monthColumns, yearColumns} from '../parts/density.js';
import {journeyBoard} from '../parts/journey-board.js';
import {empty, failure, loading} from '../parts/states.js';
import {dayFrom, daysOf, dayText, spanOf, wordsOf} from '../periods.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {calendar, counted, today} from '../words.js';

const place = (id) => document.getElementById(id);
const arrivals = place('arrivals');
const crate = place('crate');
const readout = place('readout');
const [choice, order] = ['choice', 'order'].map((name) => [...document.getElementsByName(name)]);
const limit = place('limit');
const kMonthly = ['day', 'week', 'month'];  // spans of which the strip shows the months of their year
const display = dateFlaps();
place('flaps').append(display.element);
readOldAddress();

page(async ({user}) => {
  const {opens_on: opening, periods} = await get('/api/v1/time-machine/periods');
  if (!opening) return nothingAtAll();
  const usual = spanOf(new URLSearchParams({period: opening.period}));
  const now = dayFrom(today(user.time_zone));
  const months = new Map();  // of the years that were looked at
  let trip = null, releases = null;

  const bar = dateBar({timeZone: user.time_zone, changed: () => travel(), by: false, usual});
  place('dates').replaceChildren(bar.element);
  const strip = density(place('years'), (period) => go({period}));
  [...choice, ...order, limit].forEach((input) => input.addEventListener('change', () => go({[input.name]: input.value})));
  limit.addEventListener('input', showLimit);
  travel();

  /** Changes what the address says; a period takes the place of other days. */
  function go(words) {
    const query = new URLSearchParams(location.search);
    if (words.period) ['range', 'from', 'to'].forEach((name) => query.delete(name));
    for (const [name, value] of Object.entries(words)) query.set(name, value);
    history.pushState(null, '', `?${query}`);
    bar.read();
    travel();
  }

  /** Leaves for the days of the address; a journey that is still under way is given up. */
  async function travel() {
    trip?.abort();
    trip = new AbortController();
    const {signal} = trip;
    const asked = new URLSearchParams(location.search);
    const span = spanOf(asked, usual);
    const journey = journeyOf(asked, span);
    choice.forEach((radio) => { radio.checked = radio.value === journey.choice; });
    order.forEach((radio) => { radio.checked = radio.value === journey.order; });
    limit.value = journey.limit;
    showLimit();
    display.show(span.unit, daysOf(span, now)[0]);
    readout.textContent = span.day === usual.day && span.unit === usual.unit && opening.ten_years_ago ? 'Ten years ago this week' : '';
    crate.replaceChildren();
    arrivals.replaceChildren(loading('Travelling …'));
    drawStrip(span, signal).catch((problem) => trouble(problem, signal));
    const board = journeyBoard(journey, signal, crate, user);
    try {
      await watch(`/api/v1/time-machine?${new URLSearchParams(journey)}`, {
        start: (data) => {
          board.begin(data);
          readout.textContent ||= `${counted(data.candidates, 'track')} to choose from`;
          if (!board.element.isConnected) arrivals.replaceChildren(board.element);
        },
        track: board.arrive,
        done: board.end,
        problem: (data) => {
          const {status, title, detail = title, request_id: requestId} = data;
          if (!board.element.isConnected) throw new Problem(status, detail, {requestId});
          board.interrupt(detail, travel);
          return true;
        },
      }, signal);
    } catch (problem) {
      trouble(problem, signal);
    }
  }

  function released() { return new URLSearchParams(location.search).get('choice') === 'released'; }

  /** Of what came out, there are years only. */
  async function yearsReleased(signal) {
    releases ??= (await get('/api/v1/years?choice=released', signal)).years
        .map(({year, tracks}) => ({period: String(year), tracks})).sort((one, other) => one.period - other.period);
    return releases;
  }

  async function drawStrip(span, signal) {
    const first = daysOf(span, now)[0];
    if (released()) {
      const columns = yearColumns(await yearsReleased(signal));
      if (!signal.aborted) strip.show('released', columns, first !== null ? dayText(first).slice(0, 4) : null);
      return;
    }
    const year = first !== null && kMonthly.includes(span.unit) ? dayText(first).slice(0, 4) : null;
    if (year === null) return strip.show('years', yearColumns(periods), span.unit === 'year' ? dayText(first).slice(0, 4) : null);
    if (!months.has(year)) months.set(year, (await get(`/api/v1/time-machine/periods?year=${year}`, signal)).periods);
    if (!signal.aborted) strip.show(year, monthColumns(year, months.get(year)), dayText(first).slice(0, 7));
  }

  function trouble(problem, signal) {
    if (signal.aborted || problem.name === 'AbortError' || sessionEnded(problem)) return;
    if (problem.status === 404) return nothingThere(signal).catch((further) => trouble(further, signal));
    if (problem.status === 422) {
      bar.refuse(problem.message);
      return arrivals.replaceChildren(empty('No such journey', 'Choose other days above.'));
    }
    if (problem.status === undefined) console.error(problem);
    arrivals.replaceChildren(failure(problem, travel));
  }

  /** Nothing on these days: the way to the year that has something and lies nearest. */
  async function nothingThere(signal) {
    const [first, last] = daysOf(spanOf(new URLSearchParams(location.search), usual), now);
    const wanted = Number(dayText(first ?? last).slice(0, 4));
    const came = released();
    const years = came ? await yearsReleased(signal) : periods;
    if (signal.aborted) return;
    const near = years.filter(({period}) => period !== String(wanted) || !came)
        .reduce((best, one) => !best || Math.abs(one.period - wanted) < Math.abs(best.period - wanted) ? one : best, null);
    arrivals.replaceChildren(empty('Nothing from these days',
        came ? 'Nothing that you have came out then, as far as anybody knows. Choose other days above.' : 'You have no play, like or top list of then. Choose other days above.',
        near && h('button', {class: 'button go', type: 'button', onclick: () => go({period: near.period})}, `Travel to ${calendar(near.period)}`)));
  }
});

const showLimit = () => { place('limit-shown').textContent = limit.value; };

function nothingAtAll() {
  for (const id of ['timeline', 'dates', 'lever']) place(id).hidden = true;
  readout.textContent = 'Nothing of yours has a time yet.';
  arrivals.replaceChildren(empty('No time to travel to yet', 'As soon as your Liked Songs have been read from Spotify, the years they come from appear here.',
      h('a', {class: 'button go', href: '/dashboard'}, 'See how far it is'), h('a', {class: 'button', href: '/sources'}, 'Bring your history')));
}

/** What the server is asked for, as text: the days, what to bring back, in which order, and how much. */
function journeyOf(asked, span) {
  const most = Number(asked.get('limit'));
  return {
    ...wordsOf(span, {}),
    choice: asked.get('choice') === 'released' ? 'released' : 'loved',
    order: asked.get('order') === 'happened' ? 'happened' : 'best',
    limit: most >= 10 && most <= 100 ? String(Math.round(most)) : '50',
  };
}

/** Links of before had years alone: ?year=2016. */
function readOldAddress() {
  const query = new URLSearchParams(location.search);
  const year = query.get('year');
  if (year === null) return;
  query.delete('year');
  query.set('period', year);
  history.replaceState(null, '', `?${query}`);
}
