// How a list of tracks sounds: averages as bars, energy by valence as a map, and who is missing from both.
import {axis, chart, tooltip} from '../charts.js';
import {h} from '../dom.js';
import {counted, share} from '../words.js';
import {averagesOf, featureBars, hasFeatures} from './features.js';
import {section} from './section.js';

const kAverages = ['energy', 'valence', 'danceability', 'acousticness'];
const kMap = {title: 'Energy by valence', headings: ['Track', 'Energy', 'Valence'], configure: scatter, square: true};

/**
 * Two parts, `sound` and `map`, for they stand apart on a phone. `show(tracks, expected, averages)`: all tracks so far,
 * how many are coming, and the server's averages once it knows them.
 */
export function featurePanel() {
  const known = h('p', {class: 'soft small'});
  const bars = featureBars(kAverages);
  const sound = section({id: 'sound', title: 'How it sounds', kind: 'sound'}, known, bars.element);
  const picture = chart(kMap);
  const missing = h('div');
  const map = h('div', {class: 'stack map'}, picture.element, missing);

  const show = (tracks, expected, averages = averagesOf(tracks, kAverages)) => {
    const sounding = tracks.filter(hasFeatures);
    const silent = tracks.filter((track) => !hasFeatures(track));
    known.textContent = sentence(sounding.length, tracks.length, expected);
    bars.show(averages);
    const placed = sounding.filter(({energy, valence}) => energy !== null && valence !== null);
    const nothing = nobodyKnows(sounding.length, tracks.length, expected);
    bars.element.hidden = nothing;
    picture.element.hidden = nothing || sounding.length > 0 && placed.length === 0;
    picture.show(placed, placed.map((track) => [track.name, share(track.energy), share(track.valence)]),
        `${counted(placed.length, 'track')}, each at its valence and energy.`, {animate: false});
    missing.replaceChildren(...silent.length > 0 ? [without(silent)] : []);
  };
  return {sound, map, show};
}

const nobodyKnows = (sounding, arrived, expected) => arrived > 0 && arrived === expected && sounding === 0;

function sentence(sounding, arrived, expected) {
  if (arrived === 0) return 'Averages and the map fill as tracks arrive.';
  if (nobodyKnows(sounding, arrived, expected)) return 'Nobody knows the audio features of these tracks, so nothing is drawn.';
  return `${sounding} of ${counted(arrived, 'track')} have audio features; averages are of those.`;
}

function without(tracks) {
  const names = tracks.map((track) => h('li', {dir: 'auto'}, `${track.name}, ${track.artist}`));
  return h('details', {class: 'behind'}, h('summary', {}, `${counted(tracks.length, 'track')} without audio features`),
      h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Tracks without audio features'},
          h('ul', {class: 'small stack tight'}, names)));
}

function scatter(tracks, look) {
  const ticks = {stepSize: 0.5, callback: (value) => share(value)};
  const side = (text) => axis(look, {min: 0, max: 1, grid: true, title: {display: true, text}, ticks});
  const dots = {
    data: tracks.map((track) => ({x: track.valence, y: track.energy})),
    backgroundColor: look.signal, borderColor: look.bar, borderWidth: 1.5, radius: 5, hoverRadius: 7,
  };
  return {
    type: 'scatter',
    data: {datasets: [dots]},
    options: {
      layout: {padding: {top: 8, right: 8}}, clip: false,
      scales: {x: side('Valence: from sad to glad'), y: side('Energy: from calm to wild')},
      plugins: {tooltip: tooltip(look, {label: ({dataIndex}) => tracks[dataIndex].name})},
    },
  };
}
