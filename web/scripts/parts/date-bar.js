// Which days a page is about, and whether plays or minutes count; the choice stands in the address, so that it can be kept,
// sent, and taken along to the neighbouring pages.
import {h, svg} from '../dom.js';
import {dayFrom, dayText, daysOf, kUsual, neighbour, spanAt, spanOf, weekText, wordsOf} from '../periods.js';
import {calendar, daysNamed, today} from '../words.js';

const kUnits = [['day', 'Day'], ['week', 'Week'], ['month', 'Month'], ['year', 'Year'], ['all', 'All'], ['custom', 'Custom']];
const kFirstDay = dayFrom('1900-01-01'), kLastDay = dayFrom('2100-12-31');
const kRolling = [['4w', 'Last 4 weeks'], ['6m', 'Last 6 months'], ['12m', 'Last 12 months'], ['24m', 'Last 2 years']];
const kOwn = ['period', 'range', 'from', 'to', 'by'];

/**
 * `changed()` is called whenever the address says something else, by the bar or by the browser's way back. The bar asks
 * for plays or minutes too, unless `by` is false. `usual` is the span of an address that says nothing; `more` are further
 * fields. `read()` takes in an address that another part has changed.
 */
export function dateBar({timeZone, changed, by = true, usual = kUsual, more = []}) {
  let span;
  let metric;
  const now = dayFrom(today(timeZone));

  const radio = (name, value, words) => h('label', {}, h('input', {type: 'radio', name, value}), h('span', {}, words));
  const units = h('fieldset', {class: 'pills units'}, h('legend', {class: 'unseen'}, 'Period'), kUnits.map(([value, words]) => radio('unit', value, words)));
  const shown = h('p', {class: 'span', role: 'status'});
  const arrow = (direction) => h('button', {type: 'button', class: 'arrow', onclick: () => choose(neighbour(span, direction, now))},
      svg('svg', {viewBox: '0 0 24 24', 'aria-hidden': 'true'}, svg('path', {d: direction < 0 ? 'M15 5l-7 7 7 7' : 'M9 5l7 7-7 7'})),
      h('span', {class: 'unseen'}));
  const [back, on] = [arrow(-1), arrow(1)];
  const metrics = by && h('fieldset', {class: 'pills by'}, h('legend', {class: 'unseen'}, 'Count'), radio('by', 'plays', 'Plays'), radio('by', 'minutes', 'Minutes'));
  const day = (id) => h('input', {type: 'date', id, min: '1900-01-01', max: '2100-12-31'});
  const [from, to] = [day('from'), day('to')];
  const field = (input, words) => h('div', {class: 'field'}, h('label', {for: input.id}, words), input);
  const rolling = h('div', {class: 'row'}, kRolling.map(([range, words]) =>
      h('button', {type: 'button', class: 'button slight', onclick: () => choose({unit: 'rolling', range})}, words)));
  const days = h('div', {class: 'custom', hidden: true}, field(from, 'From'), field(to, 'To'), h('button', {class: 'button', type: 'submit'}, 'Update'), rolling);
  const refused = h('p', {class: 'refused small', role: 'alert', hidden: true});
  const form = h('form', {class: 'date-bar', novalidate: true, 'aria-label': 'Days to look at'},
      units, h('div', {class: 'steps'}, back, shown, on), metrics, more, days, refused);

  function read() {
    const asked = new URLSearchParams(location.search);
    span = spanOf(asked, usual);
    metric = asked.get('by') === 'minutes' ? 'minutes' : 'plays';
    draw();
  }

  function draw() {
    form.querySelector(`input[name=unit][value=${span.unit === 'rolling' ? 'custom' : span.unit}]`).checked = true;
    if (metrics) form.querySelector(`input[name=by][value=${metric}]`).checked = true;
    shown.textContent = nameOf(span, now);
    for (const [button, direction, word] of [[back, -1, 'Earlier'], [on, 1, 'Later']]) {
      const next = neighbour(span, direction, now);
      button.disabled = next === null;
      button.lastChild.textContent = next ? `${word}: ${nameOf(next, now)}` : word;
    }
    const [first, last] = daysOf(span, now);
    from.value = first === null ? '' : dayText(first);
    to.value = last === null ? '' : dayText(last);
    refused.hidden = true;
    takeAlong();
  }

  /** The neighbouring pages show the same days. */
  function takeAlong() {
    const own = ownWords();
    for (const link of document.querySelectorAll('a[data-takes-days]')) link.search = own.toString();
  }

  const ownWords = () => new URLSearchParams({...wordsOf(span, usual), ...by && metric !== 'plays' ? {by: metric} : {}});

  function choose(next) {
    span = next;
    days.hidden = true;
    write();
  }

  function write() {
    const others = [...new URLSearchParams(location.search)].filter(([name]) => !kOwn.includes(name));
    const query = new URLSearchParams([...ownWords(), ...others]).toString();
    history.pushState(null, '', query ? `?${query}` : location.pathname);
    draw();
    changed();
  }

  /** The server speaks of its parameters; what people do wrong with days is said in their words. */
  function refuse(sentence) {
    const [first, last] = daysOf(span, now);
    const reversed = first !== null && first > last;
    const beyond = (first ?? kFirstDay) < kFirstDay || last > kLastDay;
    refused.textContent = reversed ? 'The first day must not be after the last.' : beyond ? 'Choose days from 1900 to 2100.' : sentence;
    refused.hidden = false;
  }

  form.addEventListener('change', ({target}) => {
    if (target.name === 'by') {
      metric = target.value;
      write();
    } else if (target.name === 'unit') {
      days.hidden = target.value !== 'custom';  // the days that were shown are there to be changed
      if (target.value !== 'custom') choose(spanAt(target.value, span, now));
    }
  });
  units.addEventListener('click', ({target}) => {
    if (target.value === 'custom') days.hidden = false;  // it may be chosen already
  });
  units.addEventListener('keydown', ({key, target}) => {
    if (key === ' ' && target.value === 'custom') days.hidden = false;  // then the space bar clicks nothing
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [first, last] = [dayFrom(from.value), dayFrom(to.value)];
    if (first !== null && last !== null && first > last) return refuse('The first day must not be after the last.');
    span = first === null && last === null ? {unit: 'all'} : {unit: 'custom', from: first, to: last};
    write();
  });
  addEventListener('popstate', () => {
    read();
    changed();
  });
  read();
  return {element: form, refuse, read, get by() { return metric; }};
}

/** "November 2026", "23 – 29 November 2026", "Last 12 months" */
export function nameOf(span, now) {
  const [first, last] = daysOf(span, now);
  switch (span.unit) {
    case 'all': return 'All time';
    case 'rolling': return kRolling.find(([range]) => range === span.range)[1];
    case 'year': return calendar(dayText(first).slice(0, 4));
    case 'month': return calendar(dayText(first).slice(0, 7));
    case 'week': return `Week ${Number(weekText(first).slice(-2))}: ${daysNamed(first, last)}`;
    case 'day': return daysNamed(first, first);
    default: return first === null ? `Until ${daysNamed(last, last)}` : daysNamed(first, last);
  }
}
