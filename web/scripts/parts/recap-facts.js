// What a recap tells, one story for each fact that there is something of.
import {h, svg} from '../dom.js';
import {dayFrom, dayText} from '../periods.js';
import {calendar, count, counted, daysNamed, dayOf, hours, monthName, share} from '../words.js';
import {namesOf, pictureOf} from './chart-list.js';
import {cover} from './cover.js';
import {flaps} from './flaps.js';
import {artistLink, trackLink} from './links.js';
import {shareButton} from './share.js';

const hour = (number) => `${String(number % 24).padStart(2, '0')}:00`;

/** `asked`: the days, as the address says them; the last story is the poster. */
export function recapStories(recap, {name, asked, user}) {
  if (recap.played.plays === 0) return [nothing(recap, name)];
  const by = recap.by;
  const told = {recap, by, user, amount: (played) => by === 'minutes' ? counted(Math.round(played.minutes), 'minute') : counted(played.plays, 'play'),
                figure: (played) => by === 'minutes' ? played.minutes : played.plays};
  return [opening(told, name), time(told), topOf(told, 'artist'), topOf(told, 'album'), topOf(told, 'track'), onRepeat(told), discovery(told), parts(told),
          days(told), biggestDay(told), clock(told), night(told), session(told), decades(told), skips(told), poster(told, name, asked)].filter(Boolean);
}

function nothing({running}, name) {
  return {id: 'nothing', title: name, content: h('div', {class: 'fact'},
      h('p', {class: 'big'}, 'Nothing played'),
      h('p', {class: 'say'}, running ? 'These days are not over yet: come back when you have listened to something.' : 'There are no plays on these days. Bring the rest of your history, or look at other days.'),
      h('div', {class: 'row'}, h('a', {class: 'button go', href: '/sources'}, 'Bring your history'), h('a', {class: 'button', href: '/recaps'}, 'All recaps')))};
}

const fact = (...content) => h('div', {class: 'fact'}, content);
const big = (...words) => h('p', {class: 'big', dir: 'auto'}, words);
const huge = (words) => h('p', {class: 'big huge'}, words);
const say = (...words) => h('p', {class: 'say'}, words);

function opening({recap}, name) {
  const covers = recap.albums.entries.slice(0, 4);
  return {id: 'start', title: recap.running ? 'So far' : 'Looking back', content: fact(
      covers.length === 4 && h('div', {class: 'four', 'aria-hidden': 'true'}, covers.map((album) => pictureOf('album', album, true))),
      big(name), say(`${counted(recap.artists.total, 'artist')}, ${counted(recap.tracks.total, 'track')}, ${counted(recap.played.plays, 'play')}.`))};
}

/** On flaps for eyes, as words for ears. */
function onFlaps(value, unit) {
  const text = count(value);
  const board = flaps(text.length);
  board.show(text);
  board.element.style.setProperty('--places', text.length);
  return h('p', {class: 'flap-figure'}, board.element, h('span', {class: 'unseen'}, `${text} `), h('span', {class: 'unit'}, unit));
}

function time({recap}) {
  const {minutes, plays, plays_without_length: unknown} = recap.played;
  const whole = Math.round(minutes);
  const compared = comparison(recap);
  return {id: 'time', title: 'You listened for', content: fact(
      whole > 0 ? onFlaps(whole, whole === 1 ? 'minute' : 'minutes') : onFlaps(plays, plays === 1 ? 'play' : 'plays'),
      whole >= 48 * 60 ? say(`That is ${counted(Math.round(whole / 60 / 24), 'day')} and nights of music, without a pause.`) : whole >= 120 && say(`That is ${hours(whole)}.`),
      compared && ghost(recap, compared),
      recap.at_least && say('Plays may be missing in these days, so it is at least that much.'),
      unknown > 0 && say(`${counted(unknown, 'play')} of unknown length not included.`))};
}

/** In words, against the days before; null when there is nothing to compare with. */
function comparison({played, before}) {
  if (!before || before.played.minutes < 1 || played.minutes < 1) return null;
  const change = Math.round((played.minutes / before.played.minutes - 1) * 100);
  const {name, within} = wholePeriod(before) ?? {name: daysNamed(dayFrom(before.from), dayFrom(before.to)), within: false};
  const then = within ? `in ${name}` : name;
  if (change === 0) return {words: `As much as ${then}.`, name};
  if (change >= 200) return {words: `${count(Math.round(played.minutes / before.played.minutes))} times as much as ${then}.`, name};
  return {words: `${count(Math.abs(change))}% ${change > 0 ? 'more' : 'less'} than ${then}.`, name};
}

/** A year or a month by its name; null for other days. */
function wholePeriod({from, to}) {
  const after = dayText(dayFrom(to) + 1);
  if (!from.endsWith('-01') || !after.endsWith('-01')) return null;
  if (from.endsWith('-01-01') && after === `${Number(from.slice(0, 4)) + 1}-01-01`) return {name: calendar(from.slice(0, 4)), within: true};
  return from.slice(0, 7) === to.slice(0, 7) ? {name: calendar(from.slice(0, 7)), within: true} : null;
}

function ghost({played, before}, {words, name}) {
  const most = Math.max(played.minutes, before.played.minutes);
  const bar = (kind, value) => h('span', {class: `ghost-bar ${kind}`, '--share': value / most});
  return h('div', {class: 'ghost'}, say(words),
      h('div', {'aria-hidden': 'true'}, bar('now', played.minutes), bar('then', before.played.minutes), h('span', {class: 'small'}, name)));
}

/** An artist's cover is shown whole, as all artwork; a sleeve that is drawn is round, as in charts. */
const faceOf = (kind, entry, large) => kind === 'artist' && entry.image_url ? cover(entry.image_url, {large, name: entry.name}) : pictureOf(kind, entry, large);

function topOf({recap, amount}, kind) {
  const {total, entries} = recap[`${kind}s`];
  if (entries.length === 0) return null;
  const [first, ...others] = entries;
  const {title, under} = namesOf(kind, first);
  return {id: `${kind}s`, title: entries.length > 1 ? `Your top ${kind}s` : `Your top ${kind}`, content: fact(
      h('ol', {class: 'tops'},
          h('li', {class: 'first'}, faceOf(kind, first, true), h('div', {}, h('p', {class: 'big', dir: 'auto'}, title), under && h('p', {class: 'by', dir: 'auto'}, under), h('p', {class: 'amount'}, amount(first)))),
          others.map((entry) => topRow(kind, entry, amount))),
      say(`${counted(total, kind)} in all.`))};
}

function topRow(kind, entry, amount) {
  const {title, under} = namesOf(kind, entry);
  return h('li', {}, h('span', {class: 'place', 'aria-hidden': 'true'}, count(entry.rank)), faceOf(kind, entry, false),
      h('div', {class: 'names'}, h('p', {class: 'title', dir: 'auto'}, title), under && h('p', {class: 'by', dir: 'auto'}, under)), h('p', {class: 'amount'}, amount(entry)));
}

/** A track with its cover, as the fact of a story. */
function trackFact(track, ...words) {
  return fact(h('div', {class: 'hero', 'aria-hidden': 'true'}, pictureOf('track', track, true)), big(trackLink(track)),
      h('p', {class: 'by', dir: 'auto'}, artistLink({id: track.artist_id, name: track.artist})), ...words);
}

function onRepeat({recap: {on_repeat: repeat}}) {
  if (!repeat || repeat.plays < 3) return null;
  return {id: 'repeat', title: 'On repeat', content: trackFact(repeat.track, say(`${counted(repeat.plays, 'time')} on ${calendar(repeat.day)}.`))};
}

function discovery({recap: {discoveries}, amount}) {
  const {artist, artists, tracks} = discoveries;
  if (!artist) return null;
  return {id: 'discovery', title: 'Your discovery', content: fact(
      h('div', {class: 'hero', 'aria-hidden': 'true'}, faceOf('artist', artist, true)), big(artistLink(artist)),
      say(`${amount(artist)}, #${count(artist.rank)} of your artists.`),
      say(`You heard ${counted(artists, 'new artist')} and ${counted(tracks, 'new track')}.`))};
}

const kPart = {day: 'day', week: 'week', month: 'month', year: 'year'};

function parts({recap: {unit, parts: all}}) {
  const played = all.filter(({track}) => track);
  if (played.length < 2) return null;
  return {id: 'songs', title: `The song of each ${kPart[unit]}`, content: fact(h('ol', {class: 'songs'}, played.map(({from, to, period, track}) => h('li', {},
      pictureOf('track', track),
      h('div', {class: 'names'}, h('p', {class: 'part'}, partName(unit, {from, to, period}, all)), h('p', {class: 'title', dir: 'auto'}, trackLink(track)), h('p', {class: 'by', dir: 'auto'}, track.artist))))))};
}

function partName(unit, {from, to, period}, all) {
  const ofOneYear = all[0].from.slice(0, 4) === all.at(-1).to.slice(0, 4);
  if (unit === 'month') return ofOneYear ? monthName(`${period}-01`) : calendar(period);
  return unit === 'year' ? calendar(period) : daysNamed(dayFrom(from), dayFrom(to));
}

function days({recap: {days_with_plays: heard, longest_streak: streak}}) {
  if (heard < 2) return null;
  return {id: 'days', title: 'Days with music', content: fact(onFlaps(heard, 'days'),
      streak && streak.days > 1 && say(`Your longest streak: ${counted(streak.days, 'day')} in a row, ${daysNamed(dayFrom(streak.first_day), dayFrom(streak.last_day))}.`))};
}

function biggestDay({recap: {biggest_day: biggest, days_with_plays: heard}, amount}) {
  if (!biggest || heard < 2) return null;
  return {id: 'biggest', title: 'Your biggest day', content: fact(big(calendar(biggest.day)), say(`${amount(biggest)}.`),
      biggest.track && h('div', {class: 'aside'}, pictureOf('track', biggest.track), h('div', {class: 'names'},
          h('p', {class: 'part'}, 'Most played that day'), h('p', {class: 'title', dir: 'auto'}, trackLink(biggest.track)), h('p', {class: 'by', dir: 'auto'}, biggest.track.artist))))};
}

function clock({recap: {clock: hoursOfDay}, by}) {
  const values = hoursOfDay[by];
  const most = Math.max(...values);
  if (most === 0) return null;
  const top = values.indexOf(most);
  return {id: 'clock', title: 'Your hour', content: fact(big(`${hour(top)} – ${hour(top + 1)}`),
      svg('svg', {class: 'hours', viewBox: '0 0 240 70', role: 'img', 'aria-label': `${by === 'minutes' ? 'Minutes' : 'Plays'} by hour of the day, most between ${hour(top)} and ${hour(top + 1)}.`},
          values.map((value, at) => value > 0 && svg('rect', {class: at === top ? 'most' : null, x: at * 10 + 1, y: 56 - 54 * value / most, width: 8, height: 54 * value / most})),
          svg('path', {d: 'M0 56.5h240'}), [0, 6, 12, 18].map((at) => svg('text', {x: at * 10 + 1, y: 68}, String(at)))),
      values.filter((value) => value === most).length === 1 && say('No other hour of the day has as much of your music.'))};
}

function night({recap, figure, amount}) {
  const {night: late} = recap.clock;
  const part = figure(recap.played) > 0 ? figure(late) / figure(recap.played) : 0;
  if (part < 0.005) return null;
  return {id: 'night', title: 'Late at night', content: fact(huge(share(part)), say(`of your listening was between midnight and five in the morning: ${amount(late)}.`))};
}

function session({recap: {sessions: {longest, total}}, user}) {
  if (!longest) return null;
  return {id: 'session', title: 'Your longest session', content: fact(big(hours(longest.minutes)),
      say(`${counted(longest.plays, 'play')} with hardly a pause, begun on ${dayOf(longest.began_at, user.time_zone)}.`),
      total > 1 && say(`One of ${counted(total, 'session')}.`))};
}

function decades({recap, figure}) {
  const known = recap.decades.filter(({decade}) => decade !== null);
  const whole = figure(recap.played);
  if (known.length < 2 || whole === 0) return null;
  const most = known.reduce((best, one) => figure(one) > figure(best) ? one : best);
  const unknown = recap.decades.find(({decade}) => decade === null);
  return {id: 'decades', title: 'Your decade', content: fact(big(`The ${most.decade}s`),
      h('ul', {class: 'decades'}, known.map((one) => h('li', {}, h('span', {}, `${one.decade}s`), h('span', {class: 'bar', 'aria-hidden': 'true', '--share': figure(one) / figure(most)}), h('span', {class: 'figures'}, share(figure(one) / whole))))),
      unknown && say(`No year is known of ${share(figure(unknown) / whole)} of it.`))};
}

function skips({recap: {endings: {most_skipped: track}}}) {
  if (!track) return null;
  const ended = track.finished + track.skipped + track.interrupted;
  return {id: 'skips', title: 'Most skipped', content: trackFact(track, say(`Skipped ${count(track.skipped)} of ${counted(ended, 'time')}.`))};
}

function poster({recap, amount, by, user}, name, asked) {
  const {period, from, to} = asked;
  const wish = () => ({what: 'recap', by, ...period ? {period} : {from, to}});
  const list = (title, kind) => recap[`${kind}s`].entries.length > 0 && h('div', {},
      h('h3', {}, title), h('ol', {}, recap[`${kind}s`].entries.map((entry) => h('li', {}, h('span', {class: 'place', 'aria-hidden': 'true'}, count(entry.rank)), h('span', {class: 'title', dir: 'auto'}, namesOf(kind, entry).title)))));
  const figure = (value, words) => value && h('div', {}, h('dt', {}, words), h('dd', {}, value));
  const minutes = Math.round(recap.played.minutes);
  const query = new URLSearchParams({...wish(), form: 'story'});
  return {id: 'poster', title: 'The poster', content: h('div', {class: 'fact'},
      h('div', {class: 'poster'},
          h('p', {class: 'poster-name'}, name),
          h('dl', {class: 'poster-figures'},
              figure(minutes > 0 && count(minutes), minutes === 1 ? 'minute' : 'minutes'), figure(count(recap.played.plays), recap.played.plays === 1 ? 'play' : 'plays'),
              figure(count(recap.artists.total), recap.artists.total === 1 ? 'artist' : 'artists'), figure(count(recap.days_with_plays), recap.days_with_plays === 1 ? 'day' : 'days')),
          h('div', {class: 'poster-lists'}, list('Artists', 'artist'), list('Tracks', 'track')),
          h('p', {class: 'small'}, 'Music Time Machine')),
      h('div', {class: 'row'}, h('a', {class: 'button go', href: `/api/v1/card.png?${query}`, download: 'music-time-machine-recap.png'}, 'Save as picture'),
          shareButton({user, wish, words: () => `Recap, ${name}`}),
          h('a', {class: 'button', href: `/charts/artists?${new URLSearchParams({...asked, ...by === 'plays' ? {} : {by}})}`}, 'See the charts')))};
}
