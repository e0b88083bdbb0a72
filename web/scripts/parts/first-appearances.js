// How many tracks were met for the first time in each month, with the months that brought none.
import {axis, chart, tooltip} from '../charts.js';
import {h} from '../dom.js';
import {calendar, count, counted, shortMonth} from '../words.js';

export function firstAppearances() {
  const part = chart({title: 'First appearances, month by month', headings: ['Month', 'New tracks'], configure});
  const show = (months) => {
    if (months.length === 0) {
      part.element.replaceChildren(part.element.querySelector('figcaption'), h('p', {class: 'soft'}, 'No track has a month yet.'));
      return;
    }
    const most = months.reduce((best, month) => month.tracks > best.tracks ? month : best);
    const summary = `From ${calendar(months[0].month)} to ${calendar(months.at(-1).month)}; most in ${calendar(most.month)}, ${counted(most.tracks, 'track')}.`;
    part.show(everyMonth(months), [...months].reverse().map(({month, tracks}) => [calendar(month), count(tracks)]), summary);
  };
  return {element: part.element, show};
}

/** The API leaves months without tracks out; on a line through time they have their place. */
export function everyMonth(months) {
  const tracks = new Map(months.map((entry) => [entry.month, entry.tracks]));
  const number = (month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const first = number(months[0].month);
  return Array.from({length: number(months.at(-1).month) - first + 1}, (_, index) => {
    const month = `${String(Math.floor((first + index) / 12)).padStart(4, '0')}-${String((first + index) % 12 + 1).padStart(2, '0')}`;
    return {month, tracks: tracks.get(month) ?? 0};
  });
}

function configure(months, look) {
  return {
    type: 'bar',
    data: {
      labels: months.map(({month}) => month),
      datasets: [{data: months.map(({tracks}) => tracks), backgroundColor: look.bar, hoverBackgroundColor: look.signal, categoryPercentage: 1, barPercentage: 0.82, maxBarThickness: 40}],
    },
    options: {
      responsive: true, maintainAspectRatio: false, interaction: {mode: 'index', intersect: false},
      scales: {
        x: axis(look, {ticks: {autoSkip: true, autoSkipPadding: 24, maxRotation: 0, callback: (_, index) => shortMonth(months[index].month)}}),
        y: axis(look, {grid: true, beginAtZero: true, ticks: {maxTicksLimit: 5, precision: 0, callback: (value) => count(value)}}),
      },
      plugins: {legend: {display: false}, tooltip: tooltip(look, {title: ([{dataIndex}]) => calendar(months[dataIndex].month), label: ({parsed}) => counted(parsed.y, 'new track')})},
    },
  };
}
