// The travel instrument: which years there are, which one is chosen, and what to bring back from it.
import {get} from '../api.js';
import {counted} from '../words.js';
import {flaps} from './flaps.js';
import {nearest, yearDial} from './year-dial.js';

const kVerb = {loved: 'you loved then', released: 'of yours came out then'};
const kChoices = Object.keys(kVerb);

/**
 * Brings the form to life. `onTravel(journey)` is called when somebody pulls the lever; `onYears(years)` whenever the
 * years of a choice are there; `onTrouble(problem, again)` when they can't be had.
 */
export function instrument(form, {onTravel, onYears, onTrouble}) {
  const place = (id) => form.querySelector(`#${id}`);
  const {choice, limit} = form.elements;
  const display = flaps(4);
  place('flaps').append(display.element);

  const journey = () => ({year: Number(form.elements.year?.value), choice: choice.value, limit: Number(limit.value)});

  function point({year, tracks}) {
    display.show(year);
    place('readout').textContent = `${counted(tracks, 'track')} ${kVerb[choice.value]}`;
    place('travel').textContent = `Travel to ${year}`;
  }

  /** Reads the years of the present choice and points at the year wanted, or at the one nearest to it. */
  async function load(wanted) {
    const chosen = choice.value;
    place('travel').disabled = true;  // there is nowhere to go to
    const {years} = await get(`/api/v1/years?choice=${chosen}`);
    if (chosen !== choice.value) return years;  // the reader has changed their mind meanwhile
    const none = years.length === 0;
    place('timeline').hidden = place('lever').hidden = none;
    if (none) {
      display.show('');
      place('readout').textContent = 'Nothing of yours has a year yet.';
    } else {
      yearDial(place('years'), years, point).choose(nearest(years, wanted ?? years[0].year));
      place('travel').disabled = false;
    }
    onYears(years);
    return years;
  }

  const reload = () => load(journey().year || null).catch((problem) => onTrouble(problem, reload));
  const showLimit = () => { place('limit-shown').textContent = limit.value; };
  choice.forEach((radio) => radio.addEventListener('change', reload));
  limit.addEventListener('input', showLimit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onTravel(journey());
  });

  /** Sets it as an address says, {year, choice, limit}, and tells whether that year is there. */
  async function set(wanted) {
    if (wanted.choice) choice.value = wanted.choice;
    if (wanted.limit) limit.value = wanted.limit;
    showLimit();
    const years = await load(wanted.year);
    return years.some(({year}) => year === wanted.year);
  }
  return {set, journey};
}

/** What an address asks for: ?year=2016&choice=loved&limit=50; null for what it leaves out or gets wrong. */
export function journeyOf(query) {
  const limit = Number(query.get('limit'));
  return {
    year: Number(query.get('year')) || null,
    choice: kChoices.find((choice) => choice === query.get('choice')) ?? null,
    limit: limit >= 10 && limit <= 100 ? limit : null,
  };
}
