// Which days the page is about, and which of the top lists; the choice stands in the address, so it can be kept and sent.
import {h} from '../dom.js';
import {calendar} from '../words.js';

const kPresets = [['6m', '6 months'], ['12m', '12 months'], ['24m', '2 years'], ['all', 'All time']];
const kFree = 'free';
const kLists = [['short_term', 'The last four weeks'], ['medium_term', 'The last six months'], ['long_term', 'The last year']];

/** `changed(bar)` is called with every new choice. */
export function rangeBar(changed) {
  const asked = new URLSearchParams(location.search);
  const free = asked.has('from') || asked.has('to');
  const preset = kPresets.some(([name]) => name === asked.get('range')) ? asked.get('range') : '12m';

  const radio = (value, words, checked) =>
      h('label', {}, h('input', {type: 'radio', name: 'range', value, checked}), h('span', {}, words));
  const from = h('input', {type: 'date', id: 'from', min: '1900-01-01', max: '2100-12-31', value: asked.get('from')});
  const to = h('input', {type: 'date', id: 'to', min: '1900-01-01', max: '2100-12-31', value: asked.get('to')});
  const field = (input, words) => h('div', {class: 'field'}, h('label', {for: input.id}, words), input);
  const days = h('div', {class: 'days', hidden: !free}, field(from, 'From'), field(to, 'To'));
  const list = h('select', {id: 'list'}, kLists.map(([value, words]) =>
      h('option', {value, selected: value === asked.get('time_range')}, words)));
  const said = h('p', {class: 'soft small', role: 'status'});
  const form = h('form', {class: 'range', novalidate: true},
      h('fieldset', {class: 'presets'}, h('legend', {class: 'unseen'}, 'Days to look at'),
          kPresets.map(([value, words]) => radio(value, words, !free && value === preset)), radio(kFree, 'Any days', free)),
      days, h('div', {class: 'field list'}, h('label', {for: 'list'}, 'Top list of'), list), said);

  const chosen = () => form.querySelector('input[name=range]:checked').value;
  const rangeQuery = () => {
    if (chosen() !== kFree) return new URLSearchParams({range: chosen()});
    const given = [['from', from.value], ['to', to.value]].filter(([, day]) => day);
    return new URLSearchParams(given.length > 0 ? given : {range: 'all'});
  };
  const query = () => new URLSearchParams([...rangeQuery(), ['time_range', list.value]]);
  const say = (range) => {
    said.classList.remove('refused');
    said.textContent = range.from ? `${calendar(range.from)} to ${calendar(range.to)}` : `Everything until ${calendar(range.to)}`;
    if (chosen() === kFree) return;
    [from.value, to.value] = [range.from ?? '', range.to];  // where a free choice begins
  };
  const refuse = (sentence) => {
    said.classList.add('refused');
    said.textContent = sentence;
  };
  const bar = {element: form, query, rangeQuery, say, refuse};

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', ({target}) => {
    days.hidden = chosen() !== kFree;
    if (target.value === kFree) return;  // the days that were shown are there to be changed
    history.replaceState(null, '', `?${query()}`);
    changed(bar);
  });
  return bar;
}
