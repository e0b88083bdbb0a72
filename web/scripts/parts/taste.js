// What snapshots of top lists say over time: how much changes, how many artists there are, who stays, what is new.
import {axis, chart, countAxis, tooltip} from '../charts.js';
import {h} from '../dom.js';
import {calendar, count, counted, measured, share, shortDay, shortMonth} from '../words.js';
import {artistLink} from './links.js';
import {section} from './section.js';

const kTakeSnapshots = 'Snapshots of your top lists are taken once a day, and whenever your music is read.';
const span = (first, last) => first === last ? calendar(first) : `${calendar(first)} to ${calendar(last)}`;
const explained = (picture, words) => h('div', {class: 'stack'}, picture.element, h('p', {class: 'soft small'}, words));

export function turnoverChart({snapshots}) {
  const picture = chart({title: 'How much of your top list is new', headings: ['Snapshot', 'New tracks', 'Of', 'Turnover'], configure: turnoverLine});
  const shared = snapshots.filter((snapshot) => snapshot.share !== null);
  if (shared.length === 0) {
    picture.say(`Turnover compares a snapshot with the one before, so it takes two of them. ${kTakeSnapshots}`);
    return picture.element;
  }
  const last = shared.at(-1);
  picture.show(shared, shared.map((snapshot) => [calendar(snapshot.date), count(snapshot.fresh), count(snapshot.tracks), share(snapshot.share)]).reverse(),
      `${share(last.share)} of the tracks of ${calendar(last.date)} were not in the snapshot of ${calendar(last.before)}.`);
  return explained(picture, 'Turnover is the share of a snapshot’s tracks that were not in the snapshot before it.');
}

export function diversityChart({months}) {
  const picture = chart({title: 'How many artists share your months', headings: ['Month', 'Artists', 'Variety'], configure: diversityLines});
  if (months.length === 0) {
    picture.say(`A month appears with its first snapshot. ${kTakeSnapshots}`);
    return picture.element;
  }
  const last = months.at(-1);
  picture.show(months, months.map((month) => [calendar(month.month), count(month.artists), measured(month.effective_artists)]).reverse(),
      `${calendar(last.month)}: ${counted(last.artists, 'artist')}, variety ${measured(last.effective_artists)}.`);
  return explained(picture, 'Variety, in “equal” artists: if all artists had the same share of your top lists, so many would be as varied as yours. ' +
      'It is e to the power of the Shannon entropy of their shares: ten equal artists count ten, one who has nearly every place counts little more than one.');
}

export function faithfulArtists({artists, snapshots}) {
  const title = 'Constant companions';
  if (artists.length === 0) {
    return section({id: 'faithful', title}, h('p', {class: 'soft'}, `The artists who are in most of your snapshots will stand here. ${kTakeSnapshots}`));
  }
  const entry = ({id, name, days, tracks, first_day: first, last_day: last}) => h('li', {},
      h('p', {class: 'title', dir: 'auto'}, artistLink({id, name})),
      h('p', {class: 'days-held'}, h('strong', {}, count(days)), ` of ${counted(snapshots, 'snapshot')}`),
      h('div', {class: 'bar', 'aria-hidden': 'true', '--share': days / snapshots}),
      h('p', {class: 'soft small'}, `${counted(tracks, 'track')}, ${span(first.slice(0, 7), last.slice(0, 7))}`));
  return section({id: 'faithful', title},
      h('p', {class: 'soft small'}, 'Artists by the number of snapshots that have a track of theirs.'),
      h('ol', {class: 'faithful'}, artists.slice(0, 12).map(entry)));
}

export function growthChart({months, before}) {
  const picture = chart({title: 'How your catalogue grew', headings: ['Month', 'First appearances', 'Tracks in all'], configure: growthLine});
  if (months.length === 0) {
    picture.say(before > 0 ? `No track appeared in this range; ${counted(before, 'track')} had before.`
                           : 'Each track is counted in the month in which it first appeared: saved, played, or in a top list.');
    return picture.element;
  }
  picture.show(months, months.map((month) => [calendar(month.month), count(month.tracks), count(month.total)]).reverse(),
      `${counted(months.at(-1).total, 'track')} by ${calendar(months.at(-1).month)}.`);
  return explained(picture, 'Tracks by the month in which they first appeared, of all your history, added up.');
}

export function discoveryChart({snapshots}) {
  const picture = chart({title: 'What each snapshot discovered', headings: ['Snapshot', 'Never there before', 'Of'], configure: discoveryBars});
  if (snapshots.length === 0) {
    picture.say(`Each snapshot shows how many of its tracks no earlier one had. ${kTakeSnapshots}`);
    return picture.element;
  }
  const most = snapshots.reduce((best, snapshot) => snapshot.fresh > best.fresh ? snapshot : best);
  picture.show(snapshots, snapshots.map(({date, fresh, tracks}) => [calendar(date), count(fresh), count(tracks)]).reverse(),
      `Most on ${calendar(most.date)}: ${counted(most.fresh, 'track')}.`);
  return explained(picture, 'Tracks that no earlier snapshot had, of all your history: the first one of all is all discoveries.');
}

/** A line through time: labels are days or months as the API writes them. */
function line(look, labels, datasets, y, callbacks, naming) {
  const few = labels.length < 40;
  const stroke = (color, more) => ({borderColor: color, backgroundColor: color, borderWidth: 2.5, tension: few ? 0.2 : 0, pointRadius: few ? 4 : 0, pointHoverRadius: 7,
      pointBackgroundColor: look.signal, pointBorderColor: look.bar, pointBorderWidth: 2, ...more});
  return {
    type: 'line',
    data: {labels, datasets: datasets.map(({color = look.bar, ...more}) => stroke(color, more))},
    options: {
      interaction: {mode: 'index', intersect: false},
      scales: {x: axis(look, {ticks: {autoSkipPadding: 24, maxRotation: 0, callback: (_, index) => naming(labels[index])}}), y},
      plugins: {tooltip: tooltip(look, {title: ([{dataIndex}]) => calendar(labels[dataIndex]), ...callbacks})},
    },
  };
}

function turnoverLine(snapshots, look) {
  const y = axis(look, {grid: true, min: 0, suggestedMax: 0.5, ticks: {maxTicksLimit: 5, callback: (value) => share(value)}});
  return line(look, snapshots.map(({date}) => date), [{data: snapshots.map((snapshot) => snapshot.share)}], y, {
    label: ({dataIndex}) => `${share(snapshots[dataIndex].share)}: ${count(snapshots[dataIndex].fresh)} of ${counted(snapshots[dataIndex].tracks, 'track')}`,
  }, shortDay);
}

function diversityLines(months, look) {
  const picture = line(look, months.map(({month}) => month), [
    {label: 'Artists', data: months.map(({artists}) => artists), color: look.line, borderDash: [6, 4], pointBackgroundColor: look.page, pointBorderColor: look.line},
    {label: 'Variety', data: months.map((month) => month.effective_artists)},
  ], countAxis(look), {label: ({dataset, parsed}) => `${dataset.label}: ${measured(parsed.y)}`}, shortMonth);
  picture.options.plugins.legend = {display: true, position: 'bottom', labels: {color: look.ink, font: look.font, boxWidth: 22, padding: 14}};
  return picture;
}

function growthLine(months, look) {
  return line(look, months.map(({month}) => month), [{data: months.map(({total}) => total), fill: 'start', backgroundColor: `${look.signal}40`}],
      countAxis(look), {label: ({dataIndex}) => `${counted(months[dataIndex].total, 'track')}, ${count(months[dataIndex].tracks)} of them new`}, shortMonth);
}

function discoveryBars(snapshots, look) {
  const bars = (data, color) => ({data, backgroundColor: color, hoverBackgroundColor: look.signal, categoryPercentage: 1, barPercentage: 0.82, maxBarThickness: 40});
  return {
    type: 'bar',
    data: {labels: snapshots.map(({date}) => date), datasets: [bars(snapshots.map(({fresh}) => fresh), look.bar)]},
    options: {
      interaction: {mode: 'index', intersect: false},
      scales: {
        x: axis(look, {ticks: {autoSkipPadding: 24, maxRotation: 0, callback: (_, index) => shortDay(snapshots[index].date)}}),
        y: countAxis(look),
      },
      plugins: {tooltip: tooltip(look, {
        title: ([{dataIndex}]) => calendar(snapshots[dataIndex].date),
        label: ({dataIndex}) => `${count(snapshots[dataIndex].fresh)} of ${counted(snapshots[dataIndex].tracks, 'track')} for the first time`,
      })},
    },
  };
}
