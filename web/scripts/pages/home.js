// The front page: the way in for a guest, the way on for somebody who is logged in.
import {h} from '../dom.js';
import {flaps} from '../parts/flaps.js';
import {notice} from '../parts/notices.js';
import {loginAddress} from '../session.js';
import {page} from '../shell.js';

const kNotes = {
  out: 'You are logged out. Your music stays here until you come back.',
  deleted: 'Your account is deleted, with everything that was in it.',
  login: 'Log in to see this page.',
  ended: 'Your session has ended. Log in again to go on.',
};
const kNow = new Date().getFullYear();
const kDepartures = [
  [kNow, 'You are here'],
  [kNow - 3, 'What you loved then'],
  [kNow - 10, 'What you loved then'],
  [1999, 'Released then, yours today'],
  [1975, 'Released then, yours today'],
];

departures();
const asked = new URLSearchParams(location.search);
const note = kNotes[asked.get('note')];
const wanted = asked.get('to') ?? history.state?.wanted;  // the page that could not be shown to a guest
if (note) {
  notice('urgent', note);
  history.replaceState({wanted}, '', '/');  // a reload repeats no note, but knows the page
}

page((me) => {
  const ways = me
      ? [way('/time-machine', 'To the time machine', 'button ink'), way('/dashboard', 'To today', 'button')]
      : [way(wanted ? loginAddress(wanted) : '/login', 'Log in with Spotify', 'button ink')];
  document.getElementById('entrance').replaceChildren(...ways);
}, {guests: true});

const way = (href, text, kind) => h('a', {class: kind, href}, text);

/** The board rolls once from this year to where one could go. */
function departures() {
  const rows = kDepartures.map(([year, line]) => {
    const display = flaps(4);
    display.show(kNow);
    setTimeout(() => display.show(year), 500);
    return h('div', {class: 'departure'}, display.element, h('span', {}, line));
  });
  document.getElementById('board').append(h('p', {class: 'board-head'}, 'Departures'), ...rows);
}
