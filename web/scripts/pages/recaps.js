// The shelf of recaps: every year with its months, this week and the last one, and any days.
import {get} from '../api.js';
import {h} from '../dom.js';
import {cover} from '../parts/cover.js';
import {empty, failure} from '../parts/states.js';
import {dayFrom, weekText} from '../periods.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {calendar, count, counted, monthName, today} from '../words.js';

const kSleeves = 4;  // of a year

page(async ({user}) => {
  const shelf = document.getElementById('shelf');
  const place = document.getElementById('choices');
  let latest = 0;

  /** By the address: whether plays or minutes count. Every recap is led to with the same words. */
  async function show() {
    const mine = ++latest;
    place.replaceChildren(choices(today(user.time_zone)), metrics(show));
    try {
      const {years} = await get(`/api/v1/recaps${location.search}`);
      if (mine === latest) shelf.replaceChildren(...years.length > 0 ? years.map(yearShelf) : [nothing()]);
    } catch (problem) {
      if (mine !== latest || problem.name === 'AbortError' || sessionEnded(problem)) return;
      if (problem.status === undefined) console.error(problem);
      shelf.replaceChildren(failure(problem, show));
    }
  }

  addEventListener('popstate', show);
  await show();
});

/** What counts, as other pages ask it. */
function metrics(changed) {
  const chosen = new URLSearchParams(location.search).get('by') === 'minutes' ? 'minutes' : 'plays';
  const radio = (value, words) => h('label', {}, h('input', {type: 'radio', name: 'by', value, checked: value === chosen}), h('span', {}, words));
  return h('fieldset', {class: 'pills by', onchange: async ({target: {value}}) => {
    const query = new URLSearchParams(location.search);
    if (value === 'minutes') query.set('by', value);
    else query.delete('by');
    history.pushState(null, '', query.size > 0 ? `?${query}` : location.pathname);
    await changed();
    document.querySelector(`input[name=by][value=${value}]`).focus();
  }}, h('legend', {class: 'unseen'}, 'Count'), radio('plays', 'Plays'), radio('minutes', 'Minutes'));
}

/** Weeks have no place on the shelf, so they have buttons; other days are asked for. */
function choices(now) {
  const day = dayFrom(now);
  const week = (words, of) => h('a', {class: 'button slight', href: addressOf(weekText(of))}, words);
  const refused = h('p', {class: 'refused small', role: 'alert', hidden: true});
  const field = (id, words) => h('div', {class: 'field'}, h('label', {for: id}, words), h('input', {type: 'date', id, required: true, min: '1900-01-01', max: '2100-12-31'}));
  const form = h('form', {class: 'recaps-days', novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const [from, to] = ['from', 'to'].map((id) => document.getElementById(id).value);
    const fault = dayFrom(from) === null || dayFrom(to) === null ? 'Choose a first and a last day.' : from > to ? 'The first day must not be after the last.' : null;
    refused.textContent = fault;
    refused.hidden = !fault;
    if (!fault) location.assign(addressOf(`${from},${to}`));
  }}, field('from', 'From'), field('to', 'To'), h('button', {class: 'button', type: 'submit'}, 'Show'), refused);
  return h('div', {class: 'recaps-choices'},
      h('div', {class: 'row'}, week('This week', day), week('Last week', day - 7)),
      h('details', {class: 'behind'}, h('summary', {}, 'Custom days'), form));
}

const addressOf = (period) => `/recaps/${period}${location.search}`;

function yearShelf(year) {
  const id = `year-${year.period}`;
  return h('section', {class: 'recaps-year', 'aria-labelledby': id},
      h('a', {class: 'recaps-cover', href: addressOf(year.period)},
          h('div', {class: 'sleeve', 'aria-hidden': 'true'}, sleevesOf(year)),
          h('h2', {id}, calendar(year.period)),
          h('p', {class: 'soft small figures'}, amountOf(year)),
          year.running && h('p', {class: 'tag'}, 'so far')),
      h('ul', {class: 'recaps-months'}, year.months.map((month) => h('li', {},
          h('a', {href: addressOf(month.period)},
              h('div', {'aria-hidden': 'true'}, sleeveOf(month.albums[0], month)),
              h('h3', {}, monthName(`${month.period}-01`), h('span', {class: 'unseen'}, ` ${year.period}`)),
              h('p', {class: 'soft small figures'}, shortly(month)))))));
}

/** Four covers, or as many as are left drawn from the year's own number. */
function sleevesOf(year) {
  const albums = year.albums.slice(0, kSleeves);
  if (albums.length < kSleeves) return sleeveOf(albums[0], year);
  return h('div', {class: 'four'}, albums.map((album) => sleeveOf(album, year)));
}

const sleeveOf = (album, of) => cover(album?.image_url, {name: album?.name ?? of.period});

const amountOf = ({plays, minutes, gap}) => `${gap ? 'at least ' : ''}${counted(plays, 'play')}, ${counted(Math.round(minutes), 'minute')}`;
const shortly = ({plays, minutes}) => minutes >= 1 ? `${count(Math.round(minutes))} min` : counted(plays, 'play');

const nothing = () => empty('Nothing to look back on yet', 'A recap needs plays. Bring the history that you have, or listen to something on Spotify.',
    h('a', {class: 'button go', href: '/sources'}, 'Bring your history'));
