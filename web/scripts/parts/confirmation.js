// Asks before what can't be undone: a dialog that wants the very words typed.
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';

/**
 * Opens the dialog. `act(words)` runs once the words were typed; it closes when that has succeeded, and says what is wrong
 * when not. `content`: what is about to happen; `opener`: where the keyboard goes afterwards.
 */
export function confirmation({title, content, words, button, opener, act}) {
  const typed = h('input', {id: 'confirm-words', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', required: true});
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const go = h('button', {class: 'button danger', type: 'submit', disabled: true}, button);
  const form = h('form', {class: 'stack'},
      h('h2', {id: 'confirm-title'}, title), content,
      h('div', {class: 'field'}, h('label', {for: 'confirm-words'}, 'Type ', h('b', {}, words), ' to confirm'), typed),
      trouble,
      h('div', {class: 'row'}, go, h('button', {class: 'button', type: 'button', onclick: () => dialog.close()}, 'Cancel')));
  const dialog = h('dialog', {class: 'confirmation', 'aria-labelledby': 'confirm-title', onclose: () => {
    dialog.remove();
    opener.focus();
  }}, form);
  typed.addEventListener('input', () => { go.disabled = typed.value.trim() !== words; });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (typed.value.trim() !== words) return;
    go.disabled = true;
    trouble.hidden = true;
    try {
      await act(words);
      dialog.close();
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      trouble.textContent = sentenceOf(problem);
      trouble.hidden = false;
      go.disabled = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  typed.focus();
}
