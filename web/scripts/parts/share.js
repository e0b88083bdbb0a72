// Shares a list by a link that everybody may open who has it: a button, and the dialog behind it.
import {post} from '../api.js';
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';

export const kLives = [[0, 'Never'], [1, 'In 1 day'], [7, 'In 7 days'], [30, 'In 30 days']];
const kUsualLife = 30;

/**
 * A button. `wish()` gives what is shared as POST /api/v1/shares takes it, such as {what: 'artists', range: '12m'}; `user` is who
 * shares. `words` say what it is.
 */
export function shareButton({user, wish, words}) {
  const button = h('button', {class: 'button', type: 'button', 'aria-haspopup': 'dialog', onclick: () => open(user, wish(), words(), button)}, 'Share');
  return button;
}

function open(user, wish, words, opener) {
  const name = h('input', {id: 'share-person', maxlength: 100, autocomplete: 'off', dir: 'auto', value: chosenName(user)});
  const life = h('select', {id: 'share-life'}, kLives.map(([days, text]) => h('option', {value: days, selected: days === kUsualLife}, text)));
  const moving = radio('rolling', 'Moves on with the calendar', true);
  const fixed = radio('frozen', 'Keeps the days of today', false);
  const rolls = Boolean(wish.range) && wish.range !== 'all';
  const picture = h('img', {class: 'share-picture', width: 1200, height: 630, alt: 'The picture that goes with the link'});
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const go = h('button', {class: 'button go', type: 'submit'}, 'Make a link');
  const close = h('button', {class: 'button', type: 'button', onclick: () => dialog.close()}, 'Cancel');
  const form = h('form', {class: 'stack'},
      picture,
      h('p', {class: 'soft small'}, 'Everybody who has the link can see it. The page shows nothing else of your account.'),
      rolls && h('fieldset', {class: 'stack tight'}, h('legend', {class: 'label'}, 'Days'), moving, fixed),
      h('div', {class: 'share-fields'},
          h('div', {class: 'field'}, h('label', {for: 'share-person'}, 'Name on the page'), name),
          h('div', {class: 'field'}, h('label', {for: 'share-life'}, 'Expires'), life)),
      trouble,
      h('div', {class: 'row'}, go, close));
  const dialog = h('dialog', {class: 'confirmation share', 'aria-labelledby': 'share-title', onclose: () => {
    dialog.remove();
    opener.focus();
  }}, h('div', {class: 'stack'}, h('h2', {id: 'share-title'}, 'Share'), h('p', {dir: 'auto'}, words), form));

  const show = () => { picture.src = `/api/v1/card.png?${queryOf(wish, name.value.trim())}`; };
  name.addEventListener('change', show);
  show();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    go.disabled = true;
    trouble.hidden = true;
    const person = name.value.trim();
    const rolling = !form.querySelector('input[value=frozen]:checked');
    try {
      const made = await post('/api/v1/shares', {...wish, rolling, days: Number(life.value), ...(person && {person})});
      const result = linkOf(made, () => dialog.close());
      form.replaceWith(result.element);
      result.face();
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      trouble.textContent = sentenceOf(problem);
      trouble.hidden = false;
      go.disabled = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** The name that Spotify shows, unless that is only the account's id. */
const chosenName = ({display_name: name, spotify_user_id: id}) => (name && name !== id ? name : '');

function queryOf(wish, person) {
  const query = new URLSearchParams(wish);
  if (person) query.set('person', person);
  return query;
}

function radio(value, text, checked) {
  return h('label', {class: 'share-choice'}, h('input', {type: 'radio', name: 'share-days', value, checked}), h('span', {}, text));
}

/** What was made, to be taken along. */
function linkOf({url, title, card_url: picture}, done) {
  const path = new URL(url).pathname;
  const text = h('input', {id: 'share-link', readonly: true, value: url, class: 'key-text', onfocus: ({currentTarget}) => currentTarget.select()});
  const said = h('p', {class: 'small', role: 'status'});
  const send = navigator.share && h('button', {class: 'button', type: 'button', onclick: () => navigator.share({url, title}).catch(() => {})}, 'Send');
  const element = h('div', {class: 'stack'},
      h('div', {class: 'field'}, h('label', {for: 'share-link'}, 'Link'), text),
      h('div', {class: 'row'}, copyButton(url, text, said), send, h('a', {class: 'button', href: path}, 'Open the page')),
      said,
      h('p', {class: 'row small'},
          h('a', {href: new URL(picture).pathname, download: 'music-time-machine.png'}, 'Picture for a link'),
          h('a', {href: `${new URL(picture).pathname}?form=story`, download: 'music-time-machine-story.png'}, 'Picture for a story'),
          h('a', {href: '/settings/shares'}, 'Your shares')),
      h('div', {class: 'row'}, h('button', {class: 'button', type: 'button', onclick: done}, 'Done')));
  return {element, face: () => text.focus()};
}

/** Copies an address; where the browser does not allow it, the reader does. */
export function copyButton(url, text, said) {
  const button = h('button', {class: 'button', type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(url);
      said.textContent = 'Copied.';
    } catch {
      text.focus();
      said.textContent = 'Copy it by hand: it is selected.';
    }
  }}, 'Copy the link');
  return navigator.clipboard && button;
}
