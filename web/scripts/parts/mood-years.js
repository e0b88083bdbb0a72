// The mood of each year as a way across the same map: from sad to glad, from calm to wild.
import {axis, chart, tooltip} from '../charts.js';
import {h} from '../dom.js';
import {count, counted, share} from '../words.js';

export function moodYears({years}) {
  const picture = chart({title: 'Your mood, year by year', headings: ['Year', 'Energy', 'Valence', 'Tracks'], configure, square: true});
  const words = h('p', {class: 'soft small'}, 'Each point is the average of what you saved, played or had in a top list in that year; ' +
      'the line goes from year to year. The map is drawn as near as the years allow.');
  if (years.length === 0) {
    picture.say('A year appears as soon as it has tracks with audio features.');
    return picture.element;
  }
  const [first, last] = [years[0], years.at(-1)];
  picture.show(years, years.map(({year, energy, valence, tracks}) => [String(year), share(energy), share(valence), count(tracks)]).reverse(),
      years.length === 1 ? `${first.year}: energy ${share(first.energy)}, valence ${share(first.valence)}.`
          : `From ${first.year} to ${last.year}, energy went from ${share(first.energy)} to ${share(last.energy)}, ` +
            `valence from ${share(first.valence)} to ${share(last.valence)}.`);
  return h('div', {class: 'stack'}, picture.element, words);
}

/** Averages of many tracks lie near each other: the axes end a little outside of them. */
function bounds(values) {
  const tenth = (value, round) => round(value * 10) / 10;
  return {min: Math.max(0, tenth(Math.min(...values) - 0.02, Math.floor)), max: Math.min(1, tenth(Math.max(...values) + 0.02, Math.ceil))};
}

function configure(years, look) {
  const side = (text, values) => axis(look, {...bounds(values), grid: true, title: {display: true, text},
      ticks: {stepSize: 0.1, callback: (value) => share(value)}});
  const way = {
    data: years.map(({valence, energy}) => ({x: valence, y: energy})), showLine: true,
    borderColor: look.soft, borderWidth: 2,
    pointBackgroundColor: years.map((_, index) => index === years.length - 1 ? look.signal : look.page),
    pointBorderColor: look.bar, pointBorderWidth: 2, radius: years.map((_, index) => index === years.length - 1 ? 8 : 5), hoverRadius: 9,
  };
  return {
    type: 'scatter',
    data: {datasets: [way]},
    options: {
      layout: {padding: {top: 16, right: 28}}, clip: false,
      scales: {x: side('Valence: from sad to glad', years.map(({valence}) => valence)), y: side('Energy: from calm to wild', years.map(({energy}) => energy))},
      plugins: {
        years: {draw: (chart) => nameYears(chart, years, look)},
        tooltip: tooltip(look, {label: ({dataIndex}) => `${years[dataIndex].year}: ${counted(years[dataIndex].tracks, 'track')}`}),
      },
    },
    plugins: [kYears],
  };
}

const kYears = {id: 'years', afterDatasetsDraw: (chart, _, {draw}) => draw?.(chart)};

/** The first, the last, and of the others those whose name does not stand upon another. */
function nameYears(chart, years, look) {
  const {ctx} = chart;
  const dots = chart.getDatasetMeta(0).data;
  const taken = [];
  ctx.save();
  Object.assign(ctx, {fillStyle: look.ink, font: `700 13px ${look.font.family}`, textAlign: 'center', textBaseline: 'bottom',
      strokeStyle: look.page, lineWidth: 4, lineJoin: 'round'});
  const order = [...years.keys()].sort((left, right) => (right === years.length - 1) - (left === years.length - 1) || (right === 0) - (left === 0) || right - left);
  for (const index of order) {
    const {x, y} = dots[index];
    if (taken.some((other) => Math.abs(other.x - x) < 34 && Math.abs(other.y - y) < 16)) continue;
    taken.push({x, y});
    ctx.strokeText(String(years[index].year), x, y - 9);
    ctx.fillText(String(years[index].year), x, y - 9);
  }
  ctx.restore();
}
