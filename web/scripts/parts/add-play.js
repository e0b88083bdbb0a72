// Adds a play by hand: a track of the library, when it began, and how long it was played.
import {get, post} from '../api.js';
import {h} from '../dom.js';
import {duration} from '../words.js';
import {troubleSpot} from './trouble.js';

const kPause = 150;  // ms without a key before the library is asked
const kMost = 6;     // tracks to choose from

/** {element}: a details element with the form. `onAdded(play)` gets the play as {id, track, added}; not `added`: it was there already. */
export function addPlay(user, {onAdded}) {
  const words = h('input', {id: 'add-words', type: 'search', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search', 'aria-describedby': 'add-found'});
  const found = h('p', {id: 'add-found', class: 'small soft', role: 'status'});
  const choices = h('fieldset', {class: 'choices', hidden: true});
  const when = h('input', {id: 'add-when', type: 'datetime-local', required: true, value: localNow(), max: localNow(), onfocus: setLatest});
  const whole = h('input', {id: 'add-whole', type: 'checkbox', checked: true});
  const trouble = troubleSpot();
  const button = h('button', {class: 'button go', type: 'submit'}, 'Add this play');
  const form = h('form', {class: 'add-form', 'aria-label': 'Add a play', onsubmit: (event) => { event.preventDefault(); add(); }},
      h('div', {class: 'field'}, h('label', {for: 'add-words'}, 'Find the track'), words), found, choices,
      h('div', {class: 'field'}, h('label', {for: 'add-when'}, 'It began'), when),
      h('p', {class: 'row'}, whole, h('label', {for: 'add-whole'}, 'I heard all of it')),
      h('div', {class: 'row'}, button), trouble.element);
  const element = h('details', {class: 'behind', ontoggle: setLatest}, h('summary', {}, 'Add a play by hand'), form);
  let timer = null, underWay = null, tracks = [];

  words.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, kPause); });
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    look();
  });

  async function look() {
    clearTimeout(timer);
    underWay?.abort();
    const mine = underWay = new AbortController();
    const text = words.value.trim();
    if (!text) return offer([], '');
    try {
      const {results} = await get(`/api/v1/search?q=${encodeURIComponent(text)}`, mine.signal);
      if (!mine.signal.aborted) offer(results.slice(0, kMost), results.length === 0 ? 'No track of your library has these words.' : '');
    } catch (problem) {
      if (problem.name !== 'AbortError' && !mine.signal.aborted) offer([], problem.message);
    }
  }

  function offer(results, sentence) {
    tracks = results;
    found.textContent = sentence;
    choices.hidden = results.length === 0;
    choices.replaceChildren(h('legend', {class: 'unseen'}, 'Which track?'), ...results.map(({id, name, artist, album}, place) => h('label', {class: 'choice'},
        h('input', {type: 'radio', name: 'track', value: id, checked: place === 0}),
        h('span', {dir: 'auto'}, h('b', {}, name), h('span', {class: 'soft'}, ` ${[artist, album].filter(Boolean).join(' · ')}`)))));
  }

  const add = () => trouble.run(button, async () => {
    const id = choices.querySelector('input:checked')?.value;
    if (!id) {
      found.textContent = 'Find the track first.';
      words.focus();
      return words;
    }
    const track = await get(`/api/v1/tracks/${encodeURIComponent(id)}`);
    const wish = {track_id: id, started_at: instant(when.value, user.time_zone)};
    if (whole.checked && track.duration_ms) wish.ms_played = track.duration_ms;
    const play = await post('/api/v1/history', wish);
    words.value = '';
    offer([], !play.added ? 'You had added this play before.' : wish.ms_played ? `Added, with ${duration(track.duration_ms)}.` : 'Added.');
    await onAdded({id: play.id, track, added: play.added});
    return words;
  });

  /** The page may stay open for hours. */
  function setLatest() { when.max = localNow(); }

  /** "2026-11-30T21:04" by the person's clock. */
  function localNow() {
    const parts = new Intl.DateTimeFormat('en-CA', {timeZone: user.time_zone ?? undefined, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'})
        .formatToParts(new Date());
    const of = (type) => parts.find((part) => part.type === type).value;
    return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
  }

  return {element};
}

/** The moment at which the person's clock shows this. Where it shows it twice, one of the two; where it never does, an hour beside it. */
function instant(local, timeZone) {
  const utc = new Date(`${local}Z`).getTime();
  let at = utc;
  for (let turn = 0; turn < 2; ++turn) at = utc - offsetAt(at, timeZone);
  return new Date(at).toISOString();
}

/** How far the clock there is ahead of UTC, in ms. */
function offsetAt(at, timeZone) {
  const parts = new Intl.DateTimeFormat('en-US', {timeZone: timeZone ?? undefined, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23'})
      .formatToParts(new Date(at));
  const of = (type) => Number(parts.find((part) => part.type === type).value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(at / 1000) * 1000;
}
