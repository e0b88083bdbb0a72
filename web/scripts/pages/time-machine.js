// Pick a year, watch its playlist build itself, take it home.
import {get} from '../api.js';
import {h} from '../dom.js';
import {watch} from '../events.js';
import {flaps} from '../parts/flaps.js';
import {journeyBoard} from '../parts/journey-board.js';
import {empty, failure, loading} from '../parts/states.js';
import {nearest, yearDial} from '../parts/year-dial.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {counted} from '../words.js';

const kVerb = {loved: 'you loved then', released: 'of yours came out then'};
const form = document.getElementById('journey');
const field = (name) => form.elements.namedItem(name);
const place = (id) => document.getElementById(id);

page(async () => {
  const asked = journeyOf(new URLSearchParams(location.search));
  if (asked.choice) field('choice').value = asked.choice;
  if (asked.limit) field('limit').value = asked.limit;
  const display = flaps(4);
  place('flaps').append(display.element);

  let trip = null;
  const travel = (focus) => {
    trip?.abort();
    trip = new AbortController();
    const {year, choice, limit} = current();
    history.replaceState(null, '', `?${new URLSearchParams({year, choice, limit})}`);
    runJourney(current(), trip.signal, focus, travel);
  };

  const showLimit = () => { place('limit-shown').textContent = field('limit').value; };
  field('limit').addEventListener('input', showLimit);
  showLimit();
  for (const radio of field('choice')) radio.addEventListener('change', () => load(Number(field('year').value) || null, display));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    travel(true);
  });

  const years = await load(asked.year, display);
  if (asked.year && years.some(({year}) => year === asked.year)) travel(false);
});

/** The years of the present choice, on the strip; the year wanted is chosen, or the one nearest to it. */
async function load(wanted, display) {
  const choice = field('choice').value;
  const {years} = await get(`/api/v1/years?choice=${choice}`);
  const nothing = years.length === 0;
  place('timeline').hidden = place('lever').hidden = nothing;
  if (nothing) {
    display.show('----');
    place('readout').textContent = 'Nothing of yours has a year yet.';
    place('arrivals').replaceChildren(empty('No year to travel to yet',
        'As soon as your Liked Songs have been read from Spotify, the years they come from appear here.',
        h('a', {class: 'button go', href: '/dashboard'}, 'See how far it is')));
    return years;
  }
  const dial = yearDial(place('years'), years, ({year, tracks}) => {
    display.show(year);
    place('readout').textContent = `${counted(tracks, 'track')} ${kVerb[choice]}`;
    place('travel').textContent = `Travel to ${year}`;
  });
  dial.choose(nearest(years, wanted ?? years[0].year));
  return years;
}

const current = () => ({year: Number(field('year').value), choice: field('choice').value, limit: Number(field('limit').value)});

function journeyOf(query) {
  const limit = Number(query.get('limit'));
  return {
    year: Number(query.get('year')) || null,
    choice: ['loved', 'released'].find((choice) => choice === query.get('choice')) ?? null,
    limit: limit >= 10 && limit <= 100 ? limit : null,
  };
}

/** One journey: the list fills on the left, the sound of it on the right, and at the end it can be taken home. */
async function runJourney(journey, signal, focus, travelAgain) {
  const arrivals = place('arrivals');
  arrivals.replaceChildren(loading(`Travelling to ${journey.year} …`));
  const crate = place('crate');
  crate.replaceChildren();
  const board = journeyBoard(journey, signal, crate);
  let problem = null;
  const start = (data) => {
    board.begin(data);
    arrivals.replaceChildren(board.element);
    if (focus) board.heading.focus({preventScroll: true});
    if (focus) board.heading.scrollIntoView({block: 'start'});
    focus = false;
  };
  try {
    const query = new URLSearchParams(journey);
    await watch(`/api/v1/time-machine?${query}`, {
      start, track: board.arrive, done: board.end,
      problem: (data) => {
        problem = data;
        return true;
      },
    }, signal);
    if (problem) board.interrupt(problem, () => travelAgain(true));
  } catch (trouble) {
    if (trouble.name === 'AbortError' || sessionEnded(trouble) || signal.aborted) return;
    if (trouble.status === undefined) console.error(trouble);
    arrivals.replaceChildren(failure(trouble, () => travelAgain(true)));
  }
}
