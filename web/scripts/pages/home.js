// The front page: a demo and the way in for a guest, the way on for somebody who is logged in.
import {demoBoard} from '../parts/demo-board.js';
import {demoCard} from '../parts/demo-card.js';
import {demoYears} from '../parts/demo-years.js';
import {notice} from '../parts/notices.js';
import {loginAddress} from '../session.js';
import {page} from '../shell.js';

const kNotes = {
  out: 'You are logged out. Your music stays here until you come back.',
  deleted: 'Your account is deleted, with everything that was in it.',
  login: 'Log in to see this page.',
  ended: 'Your session has ended. Log in again to go on.',
};

const years = demoYears(new Date().getFullYear());
demoBoard(document.getElementById('board'), years);
document.getElementById('card').replaceChildren(demoCard(years.find(({months}) => months)));

const asked = new URLSearchParams(location.search);
const noted = asked.get('note');
const note = Object.hasOwn(kNotes, noted ?? '') ? kNotes[noted] : null;
const wanted = asked.get('to') ?? history.state?.wanted;  // the page that could not be shown to a guest
if (note) {
  notice('urgent', note);
  history.replaceState({wanted}, '', '/');  // a reload repeats no note, but knows the page
}

const ways = [...document.querySelectorAll('#entrance a')];
if (wanted) for (const way of ways) if (way.getAttribute('href') === '/login') way.href = loginAddress(wanted);

/** As many ways on as there were ways in: nothing moves. */
const kWaysOn = [['To today', '/dashboard'], ['To the time machine', '/time-machine'], ['Bring your history', '/sources']];

page((me) => {
  if (!me) return;
  ways.forEach((way, place) => [way.textContent, way.href] = kWaysOn[place]);
}, {guests: true});
