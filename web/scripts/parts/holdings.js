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

/** {element, refresh()}: `first` is what was kept when the page opened. */
export function holdingsSection(first) {
  const place = h('div', {class: 'holdings'});
  const trouble = troubleSpot();
  const refused = troubleSpot();
  const again = h('button', {hidden: true});
  const element = section({id: 'holdings', title: 'Your data'},
      place, trouble.element,
      h('ul', {class: 'entries'},
          way('Archive', 'Everything, as one ZIP file that can be imported again, here or on another server.', downloadLink('/api/v1/export', 'Download archive', refused)),
          way('Spreadsheets', 'The same tables as CSV files in a ZIP. They can’t be imported again.', downloadLink('/api/v1/export?format=csv', 'Download spreadsheets', refused))),
      refused.element);

  function show({holdings, bytes}) {
    place.replaceChildren(facts({...figuresOf(holdings), 'Size': h('span', {class: 'figures'}, sizeOf(bytes))}));
  }

  show(first);
  return {element, refresh: () => trouble.run(again, async () => show(await get('/api/v1/me/holdings')))};
}

const way = (name, words, link) => h('li', {}, h('div', {}, h('p', {class: 'entry-name'}, name), h('p', {class: 'small soft'}, words)), link);

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
