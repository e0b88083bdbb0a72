// Which plays of the history are shown. The address keeps it, so that going back and sharing work.
import {h} from '../dom.js';
import {fullName} from './source-names.js';

const kNames = ['q', 'from', 'to', 'source', 'counted_from'];
const kOnly = {artist: 'one artist', album_of: 'one album', track: 'one track'};  // as links of other pages ask
const kLengths = [['', 'Any length'], ['30', '30 seconds or longer'], ['60', 'A minute or longer'], ['240', '4 minutes or longer']];
const kPause = 250;  // ms without a key before the words are looked for

/**
 * {element, filter(), read(), offer(sources)}: `filter()` is a query for the API; `read()` takes it from the address again; `offer()`
 * says which sources there are.
 */
export function feedFilters(onChange) {
  const words = h('input', {id: 'filter-words', type: 'search', name: 'q', maxlength: 500, autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search'});
  const from = h('input', {id: 'filter-from', type: 'date', name: 'from', min: '1900-01-01', max: '2100-12-31'});
  const to = h('input', {id: 'filter-to', type: 'date', name: 'to', min: '1900-01-01', max: '2100-12-31'});
  const source = h('select', {id: 'filter-source', name: 'source'}, h('option', {value: ''}, 'All sources'));
  const length = h('select', {id: 'filter-length', name: 'counted_from'}, kLengths.map(([value, text]) => h('option', {value}, text)));
  const inputs = {q: words, from, to, source, counted_from: length};
  const only = h('p', {class: 'row small only', hidden: true});
  const clear = h('button', {class: 'button slight', type: 'button', hidden: true, onclick: () => { write({}); words.focus(); }}, 'Show all plays');
  const more = h('details', {class: 'behind'}, h('summary', {}, 'Filter by day, source or length'),
      h('div', {class: 'filter-fields'}, field('From', from), field('To', to), field('Source', source), field('Length', length)));
  const element = h('form', {class: 'feed-filters', role: 'search', 'aria-label': 'Filter plays', onsubmit: (event) => { event.preventDefault(); changed(); }},
      field('Track, artist or album', words), more, only, clear);
  let timer = null, offered = '';

  words.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(changed, kPause); });
  for (const input of [from, to, source, length]) input.addEventListener('change', changed);

  const asked = () => new URLSearchParams(location.search);

  function filter() {
    const wanted = new URLSearchParams();
    for (const [name, value] of asked()) if (value && (kNames.includes(name) || name in kOnly)) wanted.set(name, value);
    return wanted;
  }

  /** What the address says, into the form. */
  function read() {
    const wanted = filter();
    for (const name of kNames) inputs[name].value = wanted.get(name) ?? '';
    const kept = Object.keys(kOnly).filter((name) => wanted.has(name));
    only.hidden = kept.length === 0;
    only.replaceChildren(`Only plays of ${kept.map((name) => kOnly[name]).join(', ')}.`);
    clear.hidden = wanted.size === 0;
    if (['from', 'to', 'source', 'counted_from'].some((name) => wanted.has(name))) more.open = true;
    return wanted;
  }

  function changed() {
    clearTimeout(timer);
    const values = Object.fromEntries(kNames.map((name) => [name, inputs[name].value.trim()]));
    if (values.from && values.to && values.from > values.to) {
      to.setCustomValidity('This day is before the first one.');
      to.reportValidity();
      return;
    }
    to.setCustomValidity('');
    const kept = Object.fromEntries(Object.keys(kOnly).filter((name) => asked().has(name)).map((name) => [name, asked().get(name)]));
    write({...values, ...kept});
  }

  function write(values) {
    const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value));
    if (query.toString() === filter().toString()) return;
    history.replaceState(null, '', query.size > 0 ? `/history?${query}` : '/history');
    onChange(read());
  }

  function offer(sources) {
    const told = JSON.stringify(sources);
    if (told === offered) return;
    offered = told;
    source.replaceChildren(source.options[0], ...sources.map((each) => h('option', {value: each.id}, fullName(each))));
    source.value = filter().get('source') ?? '';
  }

  read();
  return {element, filter, read, offer};
}

const field = (label, input) => h('div', {class: 'field'}, h('label', {for: input.id}, label), input);
