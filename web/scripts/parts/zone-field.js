// A time zone found by typing: a city, a country's capital or "Eastern time" (the combobox pattern of WAI-ARIA, list only).
import {h} from '../dom.js';
import {moment} from '../words.js';

const kMost = 8;  // zones that are offered at once
/** Browsers list some cities by an older name only. */
const kAlso = {
  'America/Buenos_Aires': 'Argentina', 'America/Godthab': 'Nuuk', 'Asia/Calcutta': 'Kolkata Delhi Mumbai India', 'Asia/Katmandu': 'Kathmandu',
  'Asia/Rangoon': 'Yangon', 'Asia/Saigon': 'Ho Chi Minh City', 'Asia/Shanghai': 'Beijing China', 'Atlantic/Faeroe': 'Faroe', 'Europe/Kiev': 'Kyiv',
  'Europe/Zurich': 'Bern', 'America/Toronto': 'Ottawa', 'America/New_York': 'Washington', 'America/Los_Angeles': 'San Francisco Seattle',
};

/** {element, value()}: `known` is chosen at first, or the browser's own zone. `onChoose(zone, say)` is called with another one; when it resolves with false, the former one stays. */
export function zoneField({id, label, known, hint = null, onChoose = () => {}}) {
  let chosen = known ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  let offered = [], active = -1;
  const input = h('input', {id, role: 'combobox', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': `${id}-list`,
                            'aria-describedby': `${id}-said`, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none', enterkeyhint: 'done'});
  const list = h('ul', {id: `${id}-list`, class: 'offers', role: 'listbox', 'aria-label': 'Suggestions', hidden: true});
  const said = h('p', {id: `${id}-said`, class: 'small soft'}, hint ?? '');
  const status = h('p', {class: 'small', role: 'status'});
  const element = h('div', {class: 'field zone'}, h('label', {for: id}, label), h('div', {class: 'combo'}, input, list), said, status);
  input.value = spaced(chosen);

  input.addEventListener('focus', () => input.select());
  input.addEventListener('input', () => {
    offer(found(input.value), 0);
    status.textContent = offered.length > 0 || !input.value.trim() ? '' : 'No time zone has that name. Try the nearest large city.';
  });
  input.addEventListener('keydown', (event) => {
    const {key} = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) offer(found(input.value === spaced(chosen) ? '' : input.value), 0);
      else activate((active + (key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length);
    } else if (key === 'Enter') {
      event.preventDefault();
      if (!list.hidden && offered[active]) choose(offered[active]);
    } else if (key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      restore();
      input.select();
    }
  });
  input.addEventListener('blur', restore);

  function offer(zones, first) {
    offered = zones;
    list.hidden = zones.length === 0;
    input.setAttribute('aria-expanded', String(zones.length > 0));
    list.replaceChildren(...zones.map((zone, index) => h('li', {
      id: `${id}-${index}`, role: 'option', onpointerdown: (event) => event.preventDefault(), onclick: () => choose(zone),
    }, h('span', {}, spaced(zone)), h('span', {class: 'soft small figures'}, ` ${moment(new Date(), zone, {timeStyle: 'short'})}`))));
    activate(zones.length > 0 ? first : -1);
  }

  function activate(index) {
    active = index;
    [...list.children].forEach((option, place) => option.setAttribute('aria-selected', String(place === index)));
    if (index < 0) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', `${id}-${index}`);
    list.children[index].scrollIntoView({block: 'nearest'});
  }

  async function choose(zone) {
    const before = chosen;
    chosen = zone;
    restore();
    input.select();
    if (zone === before) return;
    const kept = await onChoose(zone, (sentence) => { status.textContent = sentence; });
    if (kept !== false) return;
    chosen = before;
    input.value = spaced(before);
  }

  /** What is not chosen from the list changes nothing. */
  function restore() {
    if (input.value !== spaced(chosen)) {
      input.value = spaced(chosen);
      status.textContent = '';
    }
    offer([], -1);
  }

  return {element, value: () => chosen};
}

export const spaced = (zone) => zone.replaceAll('_', ' ');

let zones = null;  // {zone, city, long, words}, made when somebody types

/** Zones that have a word for each typed one to begin; first those whose city begins so, then those whose long name does. */
function found(text) {
  zones ??= [...new Set(['UTC', Intl.DateTimeFormat().resolvedOptions().timeZone, ...Intl.supportedValuesOf?.('timeZone') ?? []])].sort()
      .map((zone) => {
        const long = longName(zone);
        return {zone, city: folded(spaced(zone.split('/').at(-1))), long: folded(long), words: wordsOf(`${zone} ${kAlso[zone] ?? ''} ${long}`)};
      });
  const wanted = wordsOf(text), whole = wanted.join(' ');
  if (!whole) return [];
  const turn = ({city, long}) => city.startsWith(whole) ? 0 : long.startsWith(whole) ? 1 : 2;
  return zones.filter(({words}) => wanted.every((word) => words.some((each) => each.startsWith(word))))
      .sort((one, other) => turn(one) - turn(other)).slice(0, kMost).map(({zone}) => zone);
}

const wordsOf = (text) => folded(text).split(/[^\p{L}\p{N}+]+/u).filter(Boolean);

const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** "Central European Time", in the language of the page. */
function longName(zone) {
  const parts = new Intl.DateTimeFormat('en', {timeZone: zone, timeZoneName: 'longGeneric'}).formatToParts(0);
  return parts.find(({type}) => type === 'timeZoneName').value;
}
