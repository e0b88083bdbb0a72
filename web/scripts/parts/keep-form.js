// Keeps a playlist under a name and, when asked to, publishes it.
import {post} from '../api.js';
import {focusIn, h} from '../dom.js';
import {sentenceOf} from '../session.js';
import {playlistLink} from './links.js';
import {publication} from './publication.js';

const kLongestName = 100;

/**
 * wish: what is to be kept, {year, choice, limit} or {source, …}. The form gives way to the playlist's own panel once it
 * is kept; `whenKept()` is called then and whenever it has been published.
 */
export function keepForm(wish, suggestedName, whenKept = () => {}) {
  const name = h('input', {
    id: 'playlist-name', name: 'name', value: suggestedName, maxlength: kLongestName, required: true, pattern: '.*\\S.*',
    title: 'More than spaces', autocomplete: 'off', dir: 'auto',
  });
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const buttons = [
    h('button', {class: 'button go', type: 'submit', value: 'publish'}, 'Publish to Spotify'),
    h('button', {class: 'button', type: 'submit', value: 'keep'}, 'Save without publishing'),
  ];
  const form = h('form', {class: 'keep', 'aria-label': 'Take the playlist home'},
      h('div', {class: 'field'}, h('label', {for: 'playlist-name'}, 'Name of the playlist'), name),
      h('div', {class: 'row'}, buttons), trouble);

  async function tell() {
    try {
      await whenKept();
    } catch (problem) {
      refuse(problem);
    }
  }

  function refuse(problem) {
    if (problem.name === 'AbortError') return;
    trouble.textContent = sentenceOf(problem);
    trouble.hidden = false;
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    const moveFocus = focusIn(form);
    buttons.forEach((button) => { button.disabled = true; });
    try {
      const kept = await post('/api/v1/playlists', {...wish, name: name.value.trim()});
      const panel = publication(kept, tell);
      form.replaceWith(h('p', {}, 'Saved as ', playlistLink(kept), '.'), panel.element, trouble);
      moveFocus(panel.element);
      tell();
      if (event.submitter?.value !== 'keep') panel.publish();
    } catch (problem) {
      refuse(problem);
      buttons.forEach((button) => { button.disabled = false; });
      moveFocus(event.submitter ?? name);
    }
  });
  return form;
}
