// How a place looks while it waits, when it has nothing, and when something failed.
import {h} from '../dom.js';

export function loading(sentence) {
  return h('div', {class: 'loading', role: 'status'}, h('p', {}, sentence));
}

/** Nothing here yet: says why and what to do. */
export function empty(title, sentence, ...actions) {
  return h('section', {class: 'empty'}, h('h2', {}, title), h('p', {}, sentence),
      actions.length > 0 && h('div', {class: 'row'}, actions));
}

/** `again` is what the button does; the page is loaded again without it. */
export function failure(problem, again = () => location.reload()) {
  const known = problem.status !== undefined;
  const missing = problem.status === 404;
  return h('section', {class: 'empty', role: 'alert'},
      h('h1', {}, missing ? 'Not on this timetable' : 'This journey was interrupted'),
      h('p', {}, known ? problem.message : 'Something went wrong in this page.'),
      !missing && problem.requestId &&
          h('p', {class: 'soft small'}, `If you report this, name the request: ${problem.requestId}`),
      h('div', {class: 'row'},
          !missing && h('button', {class: 'button go', type: 'button', onclick: again}, 'Try again'),
          h('a', {class: 'button', href: '/dashboard'}, 'To today')));
}
