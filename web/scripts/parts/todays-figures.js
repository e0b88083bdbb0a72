// Minutes today and this week, over those of a week before as a ghost; the streak; the last plays. New ones come in at the top.
import {arrange, focusIn, h} from '../dom.js';
import {ago, count, counted, dayOf, moment, weekdays} from '../words.js';
import {artistLink, trackLink} from './links.js';
import {section} from './section.js';
import {empty} from './states.js';
import {trackCover} from './track-cover.js';

const kRowsWaited = 10;

/** {element, show(today), tell(capture)}: what has not changed stays as it is, with the keyboard in it. */
export function todaysFigures(timeZone) {
  const figures = h('div', {class: 'stack figures-now'});
  const list = h('ol', {class: 'last-plays'});
  const synced = h('p', {class: 'small'});
  const said = h('p', {class: 'unseen', role: 'status'});
  const latestPlays = section({id: 'latest', title: 'Just played', aside: synced}, list, said);
  latestPlays.querySelector('h2').tabIndex = -1;  // for the keyboard when the line that it was in has gone
  const element = h('div', {class: 'now'}, figures, latestPlays);
  const rows = new Map();  // by when a play began, and its track
  let drawn = '', capture = null;

  function show({date, day, week, streak, latest}) {
    const told = JSON.stringify([date, day, week, streak]);
    if (told !== drawn) {
      figures.replaceChildren(
          soFar({id: 'so-far-today', title: 'Today', words: 'last ' + weekdays('long')[weekdayOf(date)], ...day}, hoursOf(day)),
          soFar({id: 'so-far-week', title: 'This week', words: 'last week', ...week}, daysOf(week)),
          streakOf(streak));
      drawn = told;
    }
    const first = rows.size === 0;
    const keys = latest.map(({began_at: began, track}) => `${began} ${track.id}`);
    const fresh = keys.filter((key) => !rows.has(key)).length;
    latest.forEach((play, place) => rows.has(keys[place]) || rows.set(keys[place], lastPlay(play, timeZone, !first)));
    for (const key of [...rows.keys()]) if (!keys.includes(key)) rows.delete(key);
    const moveFocus = focusIn(list);
    arrange(list, keys.map((key) => rows.get(key).element));
    moveFocus(latestPlays.querySelector('h2'));
    for (const row of rows.values()) row.tick();
    if (fresh > 0 && !first) said.textContent = `${counted(fresh, 'new play')}: ${latest.slice(0, fresh).map(({track}) => track.name).join(', ')}.`;
    tell(capture);
  }

  /** How the latest sync with Spotify stands. */
  function tell(latest) {
    capture = latest;
    const words = syncWords(capture, timeZone);
    if (synced.textContent !== words) synced.textContent = words;
    synced.title = capture?.finished_at ? moment(capture.finished_at, timeZone) : '';
  }

  return {element, show, tell};
}

export const nothingPlayed = () => empty('Nothing played yet',
    'As soon as you play something on Spotify it appears here. What you played before comes from a file: Spotify’s own, Last.fm’s and more.',
    h('a', {class: 'button go', href: '/sources'}, 'Bring your history'));

function syncWords(capture, timeZone) {
  if (!capture) return '';
  if (!capture.finished_at) return capture.resumes_at ? 'Sync waiting for Spotify' : 'Syncing …';
  return `${capture.state === 'failed' ? 'Sync failed' : 'Synced'} ${ago(capture.finished_at, timeZone)}`;
}

/** The outline of it, as high as it will be. */
export function todaySkeleton() {
  const blank = (name) => h('span', {class: `blank ${name}`});
  const sign = (words) => h('div', {class: 'sign'}, h('p', {class: 'waiting-title'}, words));
  return h('div', {class: 'now waiting', role: 'status'}, h('p', {class: 'unseen'}, 'Counting your plays …'),
      h('div', {class: 'stack figures-now', 'aria-hidden': 'true'}, ['Today', 'This week'].map((words) => h('div', {class: 'stack so-far'}, sign(words), blank('figure'), blank('bars'))), h('div', {class: 'streak'}, blank('line'))),
      h('div', {class: 'stack', 'aria-hidden': 'true'}, sign('Just played'), h('div', {class: 'last-plays'}, Array.from({length: kRowsWaited}, () => h('div', {}, blank('cover'), blank('line'))))));
}

/** {element, tick()}: a line whose words follow the clock. */
function lastPlay({began_at: began, track}, timeZone, arriving) {
  const when = h('time', {class: 'figures soft small', datetime: began, title: moment(began, timeZone)});
  const element = h('li', {class: arriving ? 'arriving' : null},
      trackCover(track),
      h('div', {class: 'names'},
          h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
          h('p', {class: 'by', dir: 'auto'}, artistLink({id: track.artist_id, name: track.artist}))),
      when);
  return {element, tick() {
    const words = ago(began, timeZone);
    if (when.textContent !== words) when.textContent = words;
  }};
}

/** `bars`: [name, minutes, minutes of the week before] each. */
function soFar({id, title, words, now, then, then_in_all: inAll, at_least: atLeast}, bars) {
  const most = Math.max(...bars.flatMap(([, minutes, before]) => [minutes, before]), 1);
  const said = bars.map(([name, minutes, before]) => `${name}: ${Math.round(minutes)}, ${words} ${Math.round(before)}`).join('; ');
  return section({id, title, kind: 'so-far'},
      h('p', {class: 'so-far-words'},
          h('strong', {class: 'so-far-figure'}, atLeast && h('span', {class: 'small'}, 'at least '), count(Math.round(now.minutes))),
          h('span', {}, ` ${Math.round(now.minutes) === 1 ? 'minute' : 'minutes'}, ${counted(now.plays, 'play')}`),
          h('span', {class: 'soft small'}, `${words} ${count(Math.round(then.minutes))} by now, ${count(Math.round(inAll.minutes))} in all`)),
      h('div', {class: 'bars', role: 'img', 'aria-label': `Minutes. ${said}`}, bars.map(([, minutes, before]) =>
          h('span', {'--now': minutes / most, '--then': before / most}))));
}

function hoursOf({minutes, minutes_then: then}) {
  return minutes.map((value, hour) => [`${hour}:00`, value, then[hour]]);
}

function daysOf({minutes, minutes_then: then}) {
  return weekdays('short').map((name, day) => [name, minutes[day], then[day]]);
}

function streakOf(streak) {
  return h('p', {class: 'streak'}, streak
      ? [h('strong', {class: 'figures'}, counted(streak.days, 'day')), ' in a row with music', h('span', {class: 'soft'}, `, since ${dayOf(streak.first_day, 'UTC')}`)]
      : h('span', {class: 'soft'}, 'No streak at the moment: play something on two days in a row.'));
}

/** Monday is 0. */
const weekdayOf = (date) => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
