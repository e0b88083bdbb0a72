// Tracks by energy level, as /api/v1/energy-distribution counts them.
import {axis, chart, countAxis, tooltip} from '../charts.js';
import {count, counted, share} from '../words.js';

export function energyChart({labels, data}) {
  const {element, show, say} = chart({title: 'Tracks by energy', headings: ['Energy', 'Tracks', 'Share'], configure});
  const all = data.reduce((sum, tracks) => sum + tracks, 0);
  if (all === 0) {
    say('No track of yours has audio features yet, so there is nothing to count.');
    return element;
  }
  const rows = labels.map((label, index) => [label, count(data[index]), share(data[index] / all)]);
  const summary = labels.map((label, index) => `${label}: ${counted(data[index], 'track')}`).join(', ');
  show({labels, data}, rows, `${summary}.`);
  return element;
}

function configure({labels, data}, look) {
  const bars = {
    data, backgroundColor: [look.signal, look.bar, look.soft], borderColor: look.bar, borderWidth: 1.5, maxBarThickness: 96,
  };
  return {
    type: 'bar',
    data: {labels, datasets: [bars]},
    options: {
      scales: {x: axis(look, {ticks: {color: look.ink, font: {...look.font, size: 15}}}), y: countAxis(look)},
      plugins: {tooltip: tooltip(look, {label: ({parsed}) => counted(parsed.y, 'track')})},
    },
  };
}
