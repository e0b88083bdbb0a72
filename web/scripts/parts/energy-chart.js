// Tracks by energy level, as /api/v1/energy-distribution counts them.
import {axis, chart, tooltip} from '../charts.js';
import {h} from '../dom.js';
import {count, counted, share} from '../words.js';

export function energyChart() {
  const part = chart({title: 'Tracks by energy', headings: ['Energy', 'Tracks', 'Share'], configure});
  const show = ({labels, data}) => {
    const all = data.reduce((sum, tracks) => sum + tracks, 0);
    if (all === 0) {
      part.element.replaceChildren(part.element.querySelector('figcaption'), h('p', {class: 'soft'}, 'No track of yours has audio features yet, so there is nothing to count.'));
      return;
    }
    const rows = labels.map((label, index) => [label, count(data[index]), share(data[index] / all)]);
    part.show({labels, data}, rows, labels.map((label, index) => `${label}: ${counted(data[index], 'track')}`).join(', ') + '.');
  };
  return {element: part.element, show};
}

function configure({labels, data}, look) {
  return {
    type: 'bar',
    data: {labels, datasets: [{data, backgroundColor: [look.signal, look.bar, look.soft], borderColor: look.bar, borderWidth: 1.5, maxBarThickness: 96}]},
    options: {
      responsive: true, maintainAspectRatio: false,
      scales: {x: axis(look, {ticks: {color: look.ink, font: {...look.font, size: 15}}}), y: axis(look, {grid: true, beginAtZero: true, ticks: {maxTicksLimit: 5, precision: 0, callback: (value) => count(value)}})},
      plugins: {legend: {display: false}, tooltip: tooltip(look, {label: ({parsed}) => counted(parsed.y, 'track')})},
    },
  };
}
