// Pick a year, watch its playlist build itself, take it home.
import {Problem} from '../api.js';
import {h} from '../dom.js';
import {watch} from '../events.js';
import {instrument, journeyOf} from '../parts/instrument.js';
import {journeyBoard} from '../parts/journey-board.js';
import {empty, failure, loading} from '../parts/states.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';

const arrivals = document.getElementById('arrivals');
const crate = document.getElementById('crate');
const intro = document.getElementById('intro');
let trip = null;
let user = null;

page(async (me) => {
  user = me.user;
  const machine = instrument(document.getElementById('journey'), {
    onTravel: (journey) => travel(journey, true), onYears, onTrouble: trouble,
  });
  const there = await machine.set(journeyOf(new URLSearchParams(location.search)));
  if (there) travel(machine.journey(), false);
});

function onYears(years) {
  if (years.length === 0) {
    trip?.abort();
    arrivals.replaceChildren(empty('No year to travel to yet',
        'As soon as your Liked Songs have been read from Spotify, the years they come from appear here.',
        h('a', {class: 'button go', href: '/dashboard'}, 'See how far it is')));
  } else if (arrivals.querySelector(':scope > .empty')) {
    arrivals.replaceChildren(intro);
  }
}

/** Leaves for a year; a journey that is still under way is given up. Whoever pulled the lever is taken to the board. */
async function travel(journey, pulled) {
  trip?.abort();
  trip = new AbortController();
  const {signal} = trip;
  history.replaceState(null, '', `?${new URLSearchParams(journey)}`);
  crate.replaceChildren();
  arrivals.replaceChildren(loading(`Travelling to ${journey.year} …`));
  const board = journeyBoard(journey, signal, crate, user);
  const again = () => travel(journey, true);
  try {
    await watch(`/api/v1/time-machine?${new URLSearchParams(journey)}`, {
      start: (data) => {
        board.begin(data);
        if (!board.element.isConnected) arrivals.replaceChildren(board.element);
        if (pulled) board.face();
        pulled = false;
      },
      track: board.arrive,
      done: board.end,
      problem: (data) => {
        const {status, title, detail = title, request_id: requestId} = data;
        if (!board.element.isConnected) throw new Problem(status, detail, {requestId});
        board.interrupt(detail, again);
        return true;
      },
    }, signal);
  } catch (problem) {
    if (!signal.aborted) trouble(problem, again);
  }
}

function trouble(problem, again) {
  if (problem.name === 'AbortError' || sessionEnded(problem)) return;
  if (problem.status === undefined) console.error(problem);
  arrivals.replaceChildren(failure(problem, again));
}
