// This day one, three, five and ten years ago: a cover and what was played most.
import {h} from '../dom.js';
import {calendar, counted} from '../words.js';
import {cover} from './cover.js';
import {artistLink, trackLink} from './links.js';
import {section} from './section.js';
import {trackCover} from './track-cover.js';

const kShown = 4;

export function onThisDay({years}) {
  return section({id: 'on-this-day', title: 'On this day'}, h('ol', {class: 'past-days'}, years.slice(0, kShown).map((past) => {
    const [track] = past.tracks;
    return h('li', {},
        track ? trackCover(track, {large: true}) : cover(null, {large: true, name: calendar(past.from)}),
        h('div', {class: 'names'},
            h('p', {class: 'year'}, past.from.slice(0, 4), h('span', {class: 'soft small'}, ` ${counted(past.years_ago, 'year')} ago`)),
            track && h('p', {class: 'title', dir: 'auto'}, trackLink(track)),
            track && h('p', {class: 'by', dir: 'auto'}, artistLink({id: track.artist_id, name: track.artist})),
            h('p', {class: 'by'}, h('a', {href: `/charts/tracks?${daysOf(past)}`}, counted(past.played.plays, 'play')))));
  })));
}

const daysOf = ({from, to}) => new URLSearchParams(from === to ? {period: from} : {from, to});
