// The moods of the library: four quadrants of energy and valence with the tracks as points, and what each quadrant holds.
import {axis, chart, tooltip} from '../charts.js';
import {h} from '../dom.js';
import {count, counted, share} from '../words.js';
import {section} from './section.js';

const kTints = {happy: 'signal', angry: 'danger', calm: 'good', sad: 'line'};
const kindOf = (energetic, glad) => energetic ? (glad ? 'happy' : 'angry') : (glad ? 'calm' : 'sad');
const kindOfPoint = ({energy, valence}) => kindOf(energy >= 0.5, valence >= 0.5);

export function moodMap({tracks, with_features: known, moods, points}) {
  if (known === 0) {
    return section({id: 'moods', title: 'The moods of your library'}, h('p', {class: 'soft'}, tracks === 0
        ? 'Once your music has been read, each track finds its place between sad and glad, calm and wild.'
        : 'Your tracks have no audio data yet. Once a provider measures them, or an import brings them, each track finds its place here.'));
  }
  const picture = chart({title: 'Energy by valence', headings: ['Track', 'Artist', 'Energy', 'Valence'], configure, square: true});
  picture.show({moods, points}, points.map((point) => [point.name, point.artist, share(point.energy), share(point.valence)]),
      moods.map(({mood, tracks: held}) => `${mood}: ${counted(held, 'track')}`).join('; ') + '.', {animate: false});
  const drawn = points.length < known
      ? `The map shows a random ${count(points.length)} of ${counted(known, 'track')}.`
      : `All ${counted(known, 'track')} that have audio features are on the map.`;
  const silent = tracks > known ? ` ${counted(tracks - known, 'track')} ${tracks - known === 1 ? 'has' : 'have'} no audio data.` : '';
  return section({id: 'moods', title: 'The moods of your library'},
      h('div', {class: 'moods'},
          h('div', {class: 'stack'}, picture.element, h('p', {class: 'soft small'}, drawn + silent)),
          h('ul', {class: 'quadrants'}, [1, 0, 3, 2].map((index) => quadrant(moods[index], known)))));
}

/** Angry stands left of happy, sad left of calm, as on the map. */
function quadrant({mood, energetic, glad, tracks, danceability, acousticness}, known) {
  const bar = (name, value) => h('div', {class: 'feature'}, h('dt', {}, name), h('dd', {}, share(value)),
      h('dd', {class: value === null ? 'bar none' : 'bar', 'aria-hidden': 'true', '--share': value ?? 0}));
  return h('li', {class: `quadrant ${kindOf(energetic, glad)}`},
      h('h3', {}, mood), h('p', {class: 'held'}, h('strong', {}, share(tracks / known)), ` ${counted(tracks, 'track')}`),
      h('dl', {class: 'features'}, bar('Danceability', danceability), bar('Acousticness', acousticness)));
}

function configure({moods, points}, look) {
  const style = getComputedStyle(document.documentElement);
  const tint = (kind) => style.getPropertyValue(`--${kTints[kind]}`).trim();
  const side = (text) => axis(look, {min: 0, max: 1, grid: false, title: {display: true, text}, ticks: {stepSize: 0.5, callback: (value) => share(value)}});
  const dots = {
    data: points.map(({valence, energy}) => ({x: valence, y: energy})),
    backgroundColor: points.map((point) => tint(kindOfPoint(point))), borderColor: look.bar, borderWidth: 1,
    radius: ({chart}) => chart.width < 400 ? 3 : 4.5, hoverRadius: 8,
  };
  const names = Object.fromEntries(moods.map(({mood, energetic, glad}) => [kindOf(energetic, glad), mood]));
  return {
    type: 'scatter',
    data: {datasets: [dots]},
    options: {
      clip: false,
      scales: {x: side('Valence: from sad to glad'), y: side('Energy: from calm to wild')},
      plugins: {
        quadrants: {colour: (chart) => colourQuadrants(chart, tint), name: (chart) => nameQuadrants(chart, names, look)},
        tooltip: tooltip(look, {label: ({dataIndex}) => `${points[dataIndex].name}, ${points[dataIndex].artist}`}),
      },
    },
    plugins: [kQuadrants],
  };
}

/** What is drawn comes with the options, so that it follows day and night. */
const kQuadrants = {
  id: 'quadrants',
  beforeDatasetsDraw: (chart, _, {colour}) => colour?.(chart),
  afterDatasetsDraw: (chart, _, {name}) => name?.(chart),
};

function colourQuadrants({ctx, chartArea: {left, top, right, bottom}}, tint) {
  const [midX, midY] = [(left + right) / 2, (top + bottom) / 2];
  const areas = {angry: [left, top, midX, midY], happy: [midX, top, right, midY], sad: [left, midY, midX, bottom], calm: [midX, midY, right, bottom]};
  ctx.save();
  for (const [kind, [x, y, toX, toY]] of Object.entries(areas)) {
    ctx.globalAlpha = kind === 'happy' ? 0.22 : 0.13;  // yellow is the lightest of the four
    ctx.fillStyle = tint(kind);
    ctx.fillRect(x + 1, y + 1, toX - x - 2, toY - y - 2);
  }
  ctx.restore();
}

/** Above the points, with a rim that keeps each word readable on them. */
function nameQuadrants({ctx, chartArea: {left, top, right, bottom}}, names, look) {
  const room = (right - left) / 2 - 16;
  ctx.save();
  Object.assign(ctx, {font: `700 13px ${look.font.family}`, fillStyle: look.ink, strokeStyle: look.page, lineWidth: 4, lineJoin: 'round'});
  const word = (kind, x, y, align, baseline) => {
    Object.assign(ctx, {textAlign: align, textBaseline: baseline});
    ctx.strokeText(names[kind], x, y, room);
    ctx.fillText(names[kind], x, y, room);
  };
  word('angry', left + 8, top + 8, 'left', 'top');
  word('happy', right - 8, top + 8, 'right', 'top');
  word('sad', left + 8, bottom - 8, 'left', 'bottom');
  word('calm', right - 8, bottom - 8, 'right', 'bottom');
  ctx.restore();
}
