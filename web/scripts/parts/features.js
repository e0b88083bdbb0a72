// Audio features: what they are called, their averages, and their bars.
import {h} from '../dom.js';
import {share} from '../words.js';

export const kFeatures = {
  energy: 'Energy', valence: 'Valence', danceability: 'Danceability', acousticness: 'Acousticness',
  instrumentalness: 'Instrumentalness', liveness: 'Liveness', speechiness: 'Speechiness',
};

export const hasFeatures = (track) => track.energy !== null && track.valence !== null;

/** The mean of each named feature over the tracks that have any, or null when none has. */
export function averagesOf(tracks, names) {
  const known = tracks.filter(hasFeatures);
  if (known.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, known.reduce((sum, track) => sum + track[name], 0) / known.length]));
}

/** Bars of the named features; `show(values)` moves them, null empties them. */
export function featureBars(names) {
  const rows = names.map((name) => {
    const value = h('dd', {});
    const bar = h('dd', {class: 'bar', 'aria-hidden': 'true'});
    return {name, value, bar, element: h('div', {class: 'feature'}, h('dt', {}, kFeatures[name]), value, bar)};
  });
  const show = (values) => {
    for (const {name, value, bar} of rows) {
      const known = values?.[name] ?? null;
      value.textContent = share(known);
      bar.style.setProperty('--share', known ?? 0);
      bar.classList.toggle('none', known === null);
    }
  };
  show(null);
  return {element: h('dl', {class: 'features'}, rows.map((row) => row.element)), show};
}
