// What was skipped and what was heard to its end.
import {h} from '../dom.js';
import {count, counted, share} from '../words.js';
import {cover} from './cover.js';
import {trackLink} from './links.js';
import {section} from './section.js';

export function skipsPanel({plays, fewest: floor, skipped_tracks: skipped, finished_tracks: finished, finished_albums: albums}) {
  const title = 'Skipped and finished';
  const known = plays.finished + plays.skipped + plays.interrupted;
  if (known === 0) {
    return section({id: 'skips', title}, h('p', {class: 'soft'},
        'Only Spotify’s extended streaming history says how plays ended. Bring yours on the page of sources, and the figures stand here.'));
  }
  const part = (kind, words) => h('div', {class: `ending ${kind}`}, h('dt', {}, words), h('dd', {}, share(plays[kind] / known)),
      h('dd', {class: 'soft small'}, counted(plays[kind], 'play')));
  const without = plays.unknown > 0 && h('p', {class: 'soft small'}, `Of ${counted(plays.unknown, 'play')} no source says how they ended; they are not counted here.`);
  return section({id: 'skips', title},
      h('div', {class: 'stretch', 'aria-hidden': 'true'}, ['finished', 'skipped', 'interrupted'].map((kind) => h('span', {class: kind, '--share': plays[kind] / known}))),
      h('dl', {class: 'endings'}, part('finished', 'played to the end'), part('skipped', 'skipped'), part('interrupted', 'interrupted')),
      without,
      h('div', {class: 'thirds'},
          list('Skipped most', skipped, trackOf('skip_rate', 'skipped'), floor),
          list('Always heard out', finished, trackOf('finish_rate', 'finished'), floor),
          list('Albums heard out', albums, albumOf, floor)));
}

function list(title, entries, line, floor) {
  const none = `Nothing was played ${floor} times yet.`;
  return h('section', {class: 'stack tight'}, h('h3', {}, title),
      entries.length === 0 ? h('p', {class: 'soft small'}, none) : h('ol', {class: 'rates'}, entries.map(line)));
}

const known = ({finished, skipped, interrupted}) => finished + skipped + interrupted;

const trackOf = (rate, which) => (track) => h('li', {}, cover(track.image_url, {name: track.album ?? track.name}),
    h('div', {}, h('p', {class: 'title', dir: 'auto'}, trackLink(track)), h('p', {class: 'by', dir: 'auto'}, track.artist)),
    rateOf(track[rate], track[which], known(track)));

const albumOf = (album) => h('li', {}, cover(album.image_url, {name: album.name}),
    h('div', {}, h('p', {class: 'title', dir: 'auto'}, album.name), h('p', {class: 'by', dir: 'auto'}, album.artist)),
    rateOf(album.finish_rate, album.finished, known(album)));

const rateOf = (rate, part, whole) => h('p', {class: 'rate'}, h('strong', {}, share(rate)), h('span', {class: 'soft small'}, `${count(part)} of ${count(whole)}`));
