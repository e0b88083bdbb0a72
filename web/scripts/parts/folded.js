// What needs no fold where there is room: beside or above a list. On narrow screens a summary opens it.
import {h} from '../dom.js';

const wide = matchMedia('(min-width: 60.01rem)');

/** `kind` is its class. */
export function folded(kind, title, ...content) {
  const element = h('details', {class: `folded ${kind}`, open: wide.matches}, h('summary', {}, title), h('div', {class: 'folded-parts'}, content));
  wide.addEventListener('change', () => { element.open = wide.matches; });
  return element;
}
