// What stands beside a list where there is room, and below it, folded, on narrow screens.
import {h} from '../dom.js';

const wide = matchMedia('(min-width: 60.01rem)');

export function folded(title, ...content) {
  const element = h('details', {class: 'beside', open: wide.matches}, h('summary', {}, title), h('div', {class: 'beside-parts'}, content));
  wide.addEventListener('change', () => { element.open = wide.matches; });
  return element;
}
