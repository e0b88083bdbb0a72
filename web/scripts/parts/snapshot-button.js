// Takes a snapshot of today, and says how far it is.
import {post} from '../api.js';
import {focusIn, h} from '../dom.js';
import {watch} from '../events.js';
import {sentenceOf} from '../session.js';
import {localized} from '../words.js';

/** `taken()` is called when it has ended, well or badly. */
export function snapshotButton(timeZone, taken) {
  const said = h('p', {class: 'small soft', role: 'status'});
  const button = h('button', {class: 'button', type: 'button', onclick: take}, 'Take a snapshot');

  async function take() {
    const moveFocus = focusIn(button);
    button.disabled = true;
    let ended = false;
    try {
      await post('/api/v1/capture');
      await watch('/api/v1/capture/events', {capture: (capture) => {
        said.textContent = localized(capture.sentence, timeZone);
        return Boolean(capture.finished_at);
      }});
      ended = true;
    } catch (problem) {
      if (problem.name !== 'AbortError') said.textContent = sentenceOf(problem);
    } finally {
      button.disabled = false;
      moveFocus();
    }
    if (ended) taken();
  }

  return h('div', {class: 'row snapshot'}, said, button);
}
