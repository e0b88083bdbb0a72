// What is kept of a person, in figures, and the way to take all of it along.
import {get} from '../api.js';
import {h} from '../dom.js';
import {count, measured} from '../words.js';
import {downloadLink} from './download.js';
import {facts, section} from './section.js';
import {troubleSpot} from './trouble.js';

const kNames = {
  library: 'Tracks in your library', plays: 'Plays', snapshots: 'Places in top lists', playlists: 'Playlists',
  playlist_tracks: 'Tracks in playlists', captures: 'Syncs with Spotify', gaps: 'Gaps in what was read',
  imports: 'Imports', sessions: 'Sessions',
  api_keys: 'API keys', shares: 'Shares',
};

/** `onFigures(holdings)` is called with what was counted. */
export function holdingsSection() {
  const place = h('div', {class: 'holdings'});
  const trouble = troubleSpot();
  const refused = troubleSpot();
  const again = h('button', {hidden: true});
  const element = section({id: 'holdings', title: 'What is kept of you'},
      place, trouble.element,
      h('p', {class: 'soft'}, 'Take everything along: one ZIP file that explains itself, as JSON Lines for programs or as CSV for spreadsheets.'),
      h('div', {class: 'row'},
          downloadLink('/api/v1/export', 'Export everything', refused),
          downloadLink('/api/v1/export?format=csv', 'Export as CSV', refused)),
      refused.element);
  const show = () => trouble.run(again, async () => {
    const {holdings, bytes} = await get('/api/v1/me/holdings');
    place.replaceChildren(facts({...figuresOf(holdings), 'Size': h('span', {class: 'figures'}, sizeOf(bytes))}));
  });
  show();
  return {element, show};
}

/** {name: number} of what there is any of, for facts(). */
export function figuresOf(holdings, tables = Object.keys(kNames)) {
  const some = holdings.filter(({name, rows}) => rows > 0 && tables.includes(name));
  return Object.fromEntries(some.map(({name, rows}) => [kNames[name] ?? name, h('span', {class: 'figures'}, count(rows))]));
}

export function sizeOf(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let unit = 0;
  for (; bytes >= 1000 && unit < units.length - 1; bytes /= 1000) ++unit;
  return `${measured(bytes)} ${units[unit]}`;
}
