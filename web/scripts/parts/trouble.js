// A place beside a button for what went wrong with it.
import {focusIn, h} from '../dom.js';
import {sentenceOf} from '../session.js';

/**
 * {element, run}: `run(button, work)` does the work with the button off and shows what fails. Work that takes the button away
 * returns the element where the keyboard belongs then.
 */
export function troubleSpot() {
  const element = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  return {
    element,
    async run(button, work) {
      const moveFocus = focusIn(button);
      button.disabled = true;
      element.hidden = true;
      let next = null;
      try {
        next = await work();
      } catch (problem) {
        if (problem.name === 'AbortError') return;
        element.textContent = sentenceOf(problem);
        element.hidden = false;
      } finally {
        button.disabled = false;
        moveFocus(next ?? button);
      }
    },
  };
}
