// A chart as a wall of covers, as many across as down.
import {h} from '../dom.js';
import {namesOf, pictureOf} from './chart-list.js';
import {playGlyph} from './links.js';

export function chartGrid(kind, {entries}, size) {
  return h('ol', {class: 'cover-wall', '--across': size}, entries.slice(0, size ** 2).map((entry) => {
    const {title, under} = namesOf(kind, entry);
    return h('li', {},
        h('div', {class: 'framed'}, pictureOf('album', {...entry, name: kind === 'track' ? entry.album ?? entry.name : entry.name}, true),
            playGlyph(entry.spotify_url, entry.name)),
        h('p', {class: 'title', dir: 'auto'}, h('span', {class: 'rank'}, String(entry.rank)), ' ', title),
        under && h('p', {class: 'by', dir: 'auto'}, under));
  }));
}
