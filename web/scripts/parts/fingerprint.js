// The musical fingerprint of a range of days, and beside it that of another one.
import {get} from '../api.js';
import {chart, tooltip} from '../charts.js';
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {calendar, count, counted, share} from '../words.js';
import {kFeatures} from './features.js';

const kOthers = [['', 'nothing'], ['before', 'The same time before'], ['6m', 'The last 6 months'], ['12m', 'The last 12 months'],
                 ['24m', 'The last 2 years'], ['all', 'All time']];
const kDay = 24 * 60 * 60 * 1000;

export function fingerprintPanel({range, fingerprint}) {
  const place = h('div', {class: 'stack'});
  const words = h('p', {class: 'soft small', role: 'status'});
  const mine = {name: nameOf(range), ...fingerprint};
  const other = h('select', {id: 'beside'}, kOthers.filter(([value]) => value !== 'before' || range.from)
      .map(([value, text]) => h('option', {value}, text)));
  let latest = 0;
  draw(place, words, [mine]);
  other.addEventListener('change', async () => {
    const asked = ++latest;  // an answer that a newer choice has overtaken is dropped
    try {
      const prints = other.value === '' ? [mine] : [mine, await beside(other.value, range)];
      if (asked === latest) draw(place, words, prints);
    } catch (problem) {
      if (asked === latest && problem.name !== 'AbortError') words.textContent = sentenceOf(problem);
    }
  });
  return h('div', {class: 'stack'}, place, h('div', {class: 'field'}, h('label', {for: 'beside'}, 'Compare with'), other), words);
}

async function beside(choice, range) {
  const query = choice === 'before' ? timeBefore(range) : {range: choice};
  const answer = await get(`/api/v1/analytics/fingerprint?${new URLSearchParams(query)}`);
  return {name: nameOf(answer.range), ...answer.fingerprint};
}

/** As many days as the range has, until the day before it begins. */
function timeBefore({from, to}) {
  const day = (time) => new Date(time).toISOString().slice(0, 10);
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  return {from: day(begin - (end - begin) - kDay), to: day(begin - kDay)};
}

const nameOf = ({from, to}) => from ? `${calendar(from)} to ${calendar(to)}` : 'All time';

function draw(place, words, prints) {
  const known = prints.filter(({with_features: tracks}) => tracks > 0);
  const names = Object.keys(kFeatures);
  const picture = chart({title: 'Your musical fingerprint', headings: ['Feature', ...known.map(({name}) => name)], configure, square: true});
  words.textContent = prints.map(sentence).join(' ');
  place.replaceChildren(picture.element);
  if (known.length === 0) {
    picture.say('A fingerprint takes tracks with audio features that you saved, played or had in a top list on these days.');
    return;
  }
  picture.show(known, names.map((name) => [kFeatures[name], ...known.map((print) => share(print[name]))]),
      known.map((print) => `${print.name}: ${names.map((name) => `${kFeatures[name]} ${share(print[name])}`).join(', ')}`).join('. ') + '.');
}

function sentence({name, tracks, with_features: known}) {
  if (tracks === 0) return `${name}: nothing was met, saved, played or in a top list.`;
  return `${name}: averages of the ${counted(known, 'track')} (of ${count(tracks)}) that have audio features.`;
}

function configure(prints, look) {
  const names = Object.keys(kFeatures);
  const shapes = [
    {borderColor: look.bar, backgroundColor: `${look.signal}73`, pointBackgroundColor: look.signal, pointBorderColor: look.bar},
    {borderColor: look.line, backgroundColor: `${look.line}2e`, pointBackgroundColor: look.page, pointBorderColor: look.line, borderDash: [6, 4]},
  ];
  return {
    type: 'radar',
    data: {
      labels: names.map((name) => kFeatures[name]),
      datasets: prints.map((print, index) => ({
        label: print.name, data: names.map((name) => print[name]), borderWidth: 2.5, pointRadius: 4, pointBorderWidth: 2, pointHoverRadius: 7, ...shapes[index],
      })),
    },
    options: {
      scales: {r: {
        min: 0, max: 1, grid: {color: look.hairline}, angleLines: {color: look.hairline},
        ticks: {display: false, stepSize: 0.25}, pointLabels: {color: look.ink, font: {...look.font, weight: 'bold'}},
      }},
      plugins: {
        legend: {display: prints.length > 1, position: 'bottom', labels: {color: look.ink, font: look.font, boxWidth: 22, padding: 14}},
        tooltip: tooltip(look, {label: ({dataset, label, parsed}) => `${prints.length > 1 ? `${dataset.label}: ` : `${label}: `}${share(parsed.r)}`, title: ([{label}]) => label}),
      },
    },
  };
}
