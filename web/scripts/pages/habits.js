// When and how somebody listens: the week, the day, the year; how long, what is skipped, on what and where.
import {get} from '../api.js';
import {h} from '../dom.js';
import {calendarMap} from '../parts/calendar-map.js';
import {dateBar} from '../parts/date-bar.js';
import {countriesPanel, modesPanel, platformsPanel} from '../parts/listening-places.js';
import {skipsPanel} from '../parts/skips.js';
import {empty, failure} from '../parts/states.js';
import {sessionsPanel, streaksPanel} from '../parts/streaks.js';
import {dayRecord, weekMap} from '../parts/week-clock.js';
import {sessionEnded} from '../session.js';
import {page} from '../shell.js';
import {today} from '../words.js';

const place = document.getElementById('habits');
let latest = 0;

page(async ({user}) => {
  const bar = dateBar({timeZone: user.time_zone, changed: () => show()});
  document.getElementById('dates').replaceChildren(bar.element);

  /** Asks everything about these days at once; an answer that a newer choice has overtaken is dropped. */
  async function show() {
    const mine = ++latest;
    place.setAttribute('aria-busy', 'true');
    try {
      const ask = (what) => get(`/api/v1/${what}${location.search}`);  // the first of them the browser has asked already (src/api/pages.cpp)
      const year = yearOf(new URLSearchParams(location.search), user.time_zone);
      const [clock, skips, sessions, platforms, countries, modes, days, streaks] = await Promise.all([
        ...['clock', 'skips', 'listening-sessions', 'platforms', 'countries', 'listening-modes'].map(ask),
        get(`/api/v1/calendar?period=${year}&by=${bar.by}`), get('/api/v1/streaks?range=all')]);
      if (mine !== latest) return;
      place.replaceChildren(...sections({clock, skips, sessions, platforms, countries, modes, year, days, streaks}, bar.by, user.time_zone));
    } catch (problem) {
      if (mine !== latest || problem.name === 'AbortError' || sessionEnded(problem)) return;
      if (problem.status === undefined) console.error(problem);
      if (problem.status === 422) bar.refuse(problem.message);
      else place.replaceChildren(failure(problem, show));
    } finally {
      if (mine === latest) place.removeAttribute('aria-busy');
    }
  }

  await show();
});

/** The year in which the days end: it is shown whole. */
const yearOf = (asked, zone) => Number((asked.get('period') ?? asked.get('to') ?? today(zone)).slice(0, 4));

function sections({clock, skips, sessions, platforms, countries, modes, year, days, streaks}, measure, zone) {
  if (clock.played.plays === 0) {
    return [empty('Nothing played on these days', 'Choose other days above, or bring the rest of your history: then this page shows when and how you listen.',
        h('a', {class: 'button go', href: '/sources'}, 'Bring your history'))];
  }
  const hours = clock.days.flatMap((day) => day.plays.map((plays, at) => ({plays, minutes: day.minutes[at]})));
  return [
    h('div', {class: 'week-and-day'}, weekMap(hours, measure), dayRecord(hours, measure)),
    calendarMap(year, days.days, measure),
    h('div', {class: 'halves'}, streaksPanel(streaks), sessionsPanel(sessions, zone)),
    skipsPanel(skips),
    h('div', {class: 'halves'}, platformsPanel(platforms, measure), countriesPanel(countries, measure)),
    modesPanel(modes),
  ];
}
