// A section of a page under its own sign, and facts as pairs of a name and a value.
import {h} from '../dom.js';

/** `aside` stands at the far end of the sign. */
export function section({id, title, aside = null, kind = ''}, ...content) {
  return h('section', {class: `stack ${kind}`, 'aria-labelledby': id}, h('div', {class: 'sign'}, h('h2', {id}, title), aside), content);
}

/** facts({Album: 'Low', Length: '3:35'}): what is null or false is left out. */
export function facts(pairs) {
  return h('dl', {class: 'facts'}, Object.entries(pairs).map(([name, value]) => value && h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}
