// When a gem was loved and for how long it has been silent, to be adjusted.
import {h} from '../dom.js';

const kWindows = [
  {name: 'newest', label: 'Loved from', value: 90, unit: 'days ago'},
  {name: 'oldest', label: 'to', value: 365, unit: 'days ago'},
  {name: 'quiet', label: 'and not in the last', value: 30, unit: 'days'},
];

/** `apply(wish, refuse)` is called with the changed wish; `refuse(sentence)` says what is wrong with it. */
export function gemWindows(wish, apply) {
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const fields = kWindows.map(({name, label, value, unit}) => h('label', {class: 'window'}, `${label} `,
      h('input', {type: 'number', name, min: 1, max: 3650, required: true, inputmode: 'numeric', value: wish[name] ?? value}), ` ${unit}`));
  const form = h('form', {class: 'windows', 'aria-label': 'When it was loved'}, fields,
      h('button', {class: 'button slight', type: 'submit'}, 'Update'), trouble);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    trouble.hidden = true;
    const windows = Object.fromEntries(kWindows.map(({name}) => [name, Number(form.elements[name].value)]));
    apply({...wish, ...windows}, (sentence) => {
      trouble.textContent = sentence;
      trouble.hidden = false;
    });
  });
  return form;
}
