// A list, or a wall of so many covers across; kept in the address.
import {h} from '../dom.js';

const kSizes = [3, 4, 5, 6, 7, 8, 9, 10];

/** `changed()` is called when another one was chosen. `size` is 0 for the list. */
export function gridChoice(changed) {
  let size = 0;
  const select = h('select', {id: 'grid', onchange: choose},
      h('option', {value: 0}, 'List'), kSizes.map((across) => h('option', {value: across}, `Covers ${across} × ${across}`)));
  const element = h('div', {class: 'view'}, h('label', {class: 'unseen', for: 'grid'}, 'Show as'), select);

  function read() {
    const asked = Number(new URLSearchParams(location.search).get('grid'));
    size = kSizes.includes(asked) ? asked : 0;
    select.value = size;
  }

  function choose() {
    const query = new URLSearchParams(location.search);
    if (select.value === '0') query.delete('grid');
    else query.set('grid', select.value);
    history.pushState(null, '', query.size > 0 ? `?${query}` : location.pathname);
    changed();
  }

  read();
  return {element, read, get size() { return size; }};
}
