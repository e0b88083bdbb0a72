// Days in a row, and evenings: how long somebody keeps listening.
import {h} from '../dom.js';
import {calendar, count, counted, hours, measured, moment} from '../words.js';
import {section} from './section.js';

const days = (streak) => counted(streak?.days ?? 0, 'day');
const span = ({first_day: first, last_day: last}) => first === last ? calendar(first) : `${calendar(first)} to ${calendar(last)}`;

export function streaksPanel({current, longest, days_with_plays: listened, artists}) {
  const tally = (words, value, more) => h('div', {}, h('dt', {}, words), h('dd', {}, value), h('dd', {class: 'more'}, more));
  return section({id: 'streaks', title: 'Days in a row'},
      h('dl', {class: 'tallies'},
          tally('now', days(current), current ? `since ${calendar(current.first_day)}` : 'a play today begins one'),
          tally('longest', days(longest), longest ? span(longest) : 'no play yet'),
          tally('days with music', count(listened), 'in all')),
      artists.length > 0 && h('ol', {class: 'entries'}, artists.slice(0, 5).map((artist) => h('li', {}, h('p', {class: 'entry-name', dir: 'auto'}, artist.name),
          h('p', {class: 'soft small'}, `${days(artist)}, ${span(artist)}`)))));
}

export function sessionsPanel({total, average_plays: plays, average_minutes: minutes, longest, sessions}, zone) {
  const title = 'Listening sessions';
  if (total === 0) return section({id: 'sessions', title}, h('p', {class: 'soft'}, 'Two plays within half an hour are a session. There is none on these days.'));
  const tally = (words, value, more) => h('div', {}, h('dt', {}, words), h('dd', {}, value), h('dd', {class: 'more'}, more));
  return section({id: 'sessions', title},
      h('dl', {class: 'tallies'},
          tally('sessions', count(total), `${measured(plays)} plays each`),
          tally('usual length', hours(minutes), 'of music'),
          tally('longest', hours(longest.minutes), moment(longest.began_at, zone, {dateStyle: 'medium'}))),
      h('ol', {class: 'entries'}, sessions.slice(0, 5).map((session) => h('li', {}, h('p', {class: 'entry-name'}, moment(session.began_at, zone, {dateStyle: 'medium', timeStyle: 'short'})),
          h('p', {class: 'soft small'}, `${hours(session.minutes)}, ${counted(session.plays, 'play')}`)))));
}
