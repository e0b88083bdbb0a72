// How many tracks were met for the first time in each month, with the months that brought none.
import {axis, chart, countAxis, tooltip} from '../charts.js';
import {calendar, count, counted, shortMonth} from '../words.js';

export function firstAppearances(months) {
  const {element, show, say} = chart({title: 'First appearances, month by month', headings: ['Month', 'New tracks'], configure});
  if (months.length === 0) {
    say('No track has a month yet.');
    return element;
  }
  const [first, last] = [months[0], months.at(-1)];
  const most = months.reduce((best, month) => month.tracks > best.tracks ? month : best);
  const rows = months.map(({month, tracks}) => [calendar(month), count(tracks)]).reverse();
  show(everyMonth(months), rows, `From ${calendar(first.month)} to ${calendar(last.month)}; ` +
      `most in ${calendar(most.month)}, ${counted(most.tracks, 'track')}.`);
  return element;
}

/** The API leaves months without tracks out; on a line through time they have their place. */
function everyMonth(months) {
  const tracks = new Map(months.map((entry) => [entry.month, entry.tracks]));
  const every = [];
  for (let month = months[0].month; month <= months.at(-1).month; month = after(month)) {
    every.push({month, tracks: tracks.get(month) ?? 0});
  }
  return every;
}

/** "2016-12" is followed by "2017-01". */
function after(text) {
  const [year, month] = text.split('-').map(Number);
  return month === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${text.slice(0, 5)}${String(month + 1).padStart(2, '0')}`;
}

function configure(months, look) {
  const bars = {
    data: months.map(({tracks}) => tracks), backgroundColor: look.bar, hoverBackgroundColor: look.signal,
    categoryPercentage: 1, barPercentage: 0.82, maxBarThickness: 40,
  };
  const monthAt = (index) => months[index].month;
  return {
    type: 'bar',
    data: {labels: months.map(({month}) => month), datasets: [bars]},
    options: {
      interaction: {mode: 'index', intersect: false},
      scales: {
        x: axis(look, {ticks: {autoSkipPadding: 24, maxRotation: 0, callback: (_, index) => shortMonth(monthAt(index))}}),
        y: countAxis(look),
      },
      plugins: {tooltip: tooltip(look, {
        title: ([{dataIndex}]) => calendar(monthAt(dataIndex)), label: ({parsed}) => counted(parsed.y, 'new track'),
      })},
    },
  };
}
