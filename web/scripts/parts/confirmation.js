// Asks before something is taken away: a dialog, which wants the very words typed when nothing brings it back.
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';

/**
 * Opens the dialog. `act(words)` runs once the words were typed, or at the button where there are none; it closes when that has succeeded,
 * and says what is wrong when not. `content`: what is about to happen; `opener`: where the keyboard goes afterwards.
 */
export function confirmation({title, content, words = null, button, opener, act}) {
  const typed = h('input', {id: 'confirm-words', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', required: true});
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const go = h('button', {class: 'button danger', type: 'submit', disabled: words !== null}, button);
  const cancel = h('button', {class: 'button', type: 'button', onclick: () => dialog.close()}, 'Cancel');
  const form = h('form', {class: 'stack'},
      h('h2', {id: 'confirm-title'}, title), content,
      words !== null && h('div', {class: 'field'}, h('label', {for: 'confirm-words'}, 'Type ', h('b', {}, words), ' to confirm'), typed),
      trouble,
      h('div', {class: 'row'}, go, cancel));
  const dialog = h('dialog', {class: 'confirmation', 'aria-labelledby': 'confirm-title', onclose: () => {
    dialog.remove();
    opener.focus();
  }}, form);
  typed.addEventListener('input', () => { go.disabled = typed.value.trim() !== words; });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (words !== null && typed.value.trim() !== words) return;
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
  (words === null ? cancel : typed).focus();
}
