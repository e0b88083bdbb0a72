// Audio features: what they are called, their averages, and their bars.
import {h} from '../dom.js';
import {share} from '../words.js';

export const kFeatures = {
  energy: 'Energy', valence: 'Valence', danceability: 'Danceability', acousticness: 'Acousticness',
  instrumentalness: 'Instrumentalness', liveness: 'Liveness', speechiness: 'Speechiness',
};

const isKnown = (value) => value !== null && value !== undefined;

/** True for a track that has any of them: some providers measure only a few. */
export const hasFeatures = (track) => Object.keys(kFeatures).some((name) => isKnown(track[name]));

/** The mean of each named feature over the tracks that have it, null for one that none has. */
export const averagesOf = (tracks, names) => Object.fromEntries(names.map((name) => [name, mean(tracks.map((track) => track[name]).filter(isKnown))]));

const mean = (values) => values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

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
