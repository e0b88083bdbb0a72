// API keys: made, shown once, listed, revoked.
import {get, post, remove} from '../api.js';
import {h} from '../dom.js';
import {dayOf, moment} from '../words.js';
import {indexOf, neighbour} from './neighbour.js';
import {section} from './section.js';
import {troubleSpot} from './trouble.js';

const kLives = [[30, 'in 30 days'], [90, 'in 90 days'], [365, 'in a year'], [0, 'never']];
const kScopes = [['read', 'read only'], ['write', 'read and change']];

/** `keys` are those that are there when the page opens. */
export function apiKeys(user, keys) {
  const list = h('ul', {class: 'entries'});
  const none = h('p', {class: 'soft', hidden: true}, 'You have no keys.');
  const made = h('div', {role: 'status'});
  const trouble = troubleSpot();
  let fresh = null;  // the id of the key that is shown

  const show = async () => draw((await get('/api/v1/api-keys')).api_keys);

  function draw(all) {
    none.hidden = all.length > 0;
    list.replaceChildren(...all.map(row));
  }

  function row(key) {
    const revoke = h('button', {class: 'button slight', type: 'button', 'aria-label': `Revoke ${key.label}`, onclick: () => trouble.run(revoke, async () => {
      const index = indexOf(line);
      await remove(`/api/v1/api-keys/${key.id}`);
      if (key.id === fresh) made.replaceChildren();
      await show();
      return neighbour(list, index) ?? label;
    })}, 'Revoke');
    const used = key.last_used_at ? `last used ${moment(key.last_used_at, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'})}` : 'never used';
    const ends = key.expires_at ? `expires on ${dayOf(key.expires_at, user.time_zone)}` : 'never expires';
    const line = h('li', {},
        h('div', {}, h('p', {class: 'entry-name'}, h('span', {dir: 'auto'}, key.label), h('span', {class: 'tag'}, key.scope === 'write' ? 'read and change' : 'read only')),
            h('p', {class: 'small soft'}, `${capital(used)}, ${ends}`)),
        revoke);
    return line;
  }

  const label = h('input', {id: 'key-label', maxlength: 100, required: true, autocomplete: 'off', dir: 'auto'});
  const scope = select('key-scope', kScopes);
  const life = select('key-life', kLives);
  const make = h('button', {class: 'button', type: 'submit'}, 'Make a key');
  const form = h('form', {class: 'key-form', 'aria-label': 'A new key'},
      field('key-label', 'Name', label), field('key-scope', 'Access', scope), field('key-life', 'Expires', life), make);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    trouble.run(make, async () => {
      const key = await post('/api/v1/api-keys', {label: label.value.trim(), scope: scope.value, days: Number(life.value)});
      made.replaceChildren(shownOnce(key));
      fresh = key.id;
      form.reset();
      await show();
    });
  });

  draw(keys);
  return [h('p', {class: 'soft'}, 'A program that sends a key acts in your name: ', h('code', {}, 'Authorization: Bearer KEY'), '.'),
          h('div', {class: 'stack'}, form, trouble.element, made),
          section({id: 'keys', title: 'Your keys'}, none, list)];
}

function shownOnce({key, label}) {
  const text = h('input', {id: 'new-key', readonly: true, value: key, class: 'key-text', onfocus: ({currentTarget}) => currentTarget.select()});
  const copy = h('button', {class: 'button slight', type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(key);
      copy.textContent = 'Copied';
    } catch {  // the browser or the reader does not allow it
      text.focus();
      said.textContent = 'Copy it by hand: it is selected.';
    }
  }}, 'Copy');
  const said = h('p', {class: 'small', role: 'status'});
  return h('div', {class: 'verdict good stack tight'},
      h('label', {for: 'new-key', class: 'label'}, `The key “${label}”. Copy it now. You won’t see it again.`),
      h('div', {class: 'row'}, text, navigator.clipboard && copy), said);
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const field = (id, name, control) => h('div', {class: 'field'}, h('label', {for: id}, name), control);
const select = (id, options) => h('select', {id}, options.map(([value, name]) => h('option', {value}, name)));
