// Searches the library while one types; the address keeps the search, so that going back and sharing work.
import {get} from '../api.js';
import {h} from '../dom.js';
import {foundTrack} from '../parts/found-track.js';
import {empty} from '../parts/states.js';
import {sentenceOf} from '../session.js';
import {page} from '../shell.js';
import {counted} from '../words.js';

const kMost = 50;    // the answer never has more
const kPause = 120;  // ms without a key before the library is asked
const kNames = {artist: 'a name', album: 'a name', year: 'a year', energy: 'a number from 0 to 1'};
const kExamples = ['"the who"', 'love -summer', 'artist:queen', 'year:1990-1999', 'energy:>0.8'];

page(async () => {
  const input = h('input', {
    id: 'q', type: 'search', name: 'q', maxlength: 500, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'search',
    'aria-describedby': 'said', placeholder: 'A track, an artist, an album',
  });
  const said = h('p', {id: 'said', class: 'soft', role: 'status'});
  const results = h('ol', {class: 'tracks found', 'aria-label': 'Results'});
  const none = h('div', {});
  const form = h('form', {class: 'search-form', role: 'search', onsubmit: (event) => { event.preventDefault(); search.now(); }},
      h('div', {class: 'field'}, h('label', {for: 'q'}, 'Track, artist or album'), input),
      h('details', {class: 'behind'}, h('summary', {}, 'Search tips'), help(ask)));
  document.getElementById('search').replaceChildren(form, said, none, results);
  const search = new Search(input, {said, results, none});

  function ask(text) {
    input.value = text;
    input.focus();
    search.now();
  }

  input.addEventListener('input', () => search.soon());
  input.addEventListener('keydown', (event) => walk(event, input, results));
  results.addEventListener('keydown', (event) => walk(event, input, results));
  addEventListener('popstate', () => { input.value = asked(); search.now(false); });
  input.value = asked();
  input.focus();
  search.now(false);
});

const asked = () => new URLSearchParams(location.search).get('q') ?? '';

/** Asks the library for what stands in the input; an answer that a later question has overtaken is not shown. */
class Search {
  #timer = null;
  #underWay = null;

  constructor(input, places) {
    this.input = input;
    this.places = places;
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), kPause);
  }

  async now(remember = true) {
    clearTimeout(this.#timer);
    this.#underWay?.abort();
    const mine = this.#underWay = new AbortController();
    const text = this.input.value;
    if (remember) history.replaceState(null, '', text.trim() ? `/search?q=${encodeURIComponent(text)}` : '/search');
    if (!text.trim()) return this.#show({results: [], count: 0, instead: null}, text);
    // A filter that is only begun is no mistake yet: the library is not asked.
    const begun = text.match(/(?:^|\s)(artist|album|year|energy):[<>=]*"?$/i);
    if (begun) {
      this.places.said.textContent = `${begun[1]}: needs ${kNames[begun[1].toLowerCase()]}.`;
      return;
    }
    try {
      const answer = await get(`/api/v1/search?q=${encodeURIComponent(text)}`, mine.signal);
      if (mine.signal.aborted) return;
      this.#show(answer, text);
    } catch (problem) {
      if (problem.name === 'AbortError' || mine.signal.aborted) return;
      this.#refuse(problem);
    }
  }

  #show({results, count, instead}, text) {
    const {said, none} = this.places;
    this.places.results.replaceChildren(...results.map(foundTrack));
    none.replaceChildren(...text.trim() && count === 0 ? [nothing(text)] : []);
    if (!text.trim()) said.textContent = '';
    else if (count === 0) said.textContent = 'Nothing found.';
    else {
      const found = count === kMost ? `The best ${kMost}` : counted(count, 'track');
      said.textContent = instead ? `No exact match. ${found} for “${instead}”:` : found;
    }
  }

  #refuse(problem) {
    this.places.said.textContent = sentenceOf(problem);
    this.places.none.replaceChildren();
    this.places.results.replaceChildren();
  }
}

/** Arrow keys walk from the input through the results and back; Escape leads back to the input. */
function walk(event, input, results) {
  const links = [...results.querySelectorAll('.title a')];
  const here = links.indexOf(document.activeElement);
  let to = null;
  if (event.key === 'ArrowDown') to = links[Math.min(here + 1, links.length - 1)];
  else if (event.key === 'ArrowUp' && here >= 0) to = here === 0 ? input : links[here - 1];
  else if (event.key === 'Escape' && here >= 0) to = input;
  if (!to) return;
  event.preventDefault();
  to.focus();
}

const nothing = (text) => empty('Not in your library',
    `No track, artist or album of yours has ${/[":]|\s-|^-/.test(text) ? 'all that you asked for' : `“${text.trim()}” in its name`}.`);

function help(ask) {
  const example = (text) => h('button', {class: 'button slight', type: 'button', onclick: () => ask(text)}, text);
  return h('div', {class: 'stack tight'},
      h('p', {class: 'small'}, 'Words may stand in any order and without accents; the last one need not be finished. Words in quotes stand side by side, ' +
          'a minus leaves a word out, and artist:, album:, year: and energy: look in one place only.'),
      h('div', {class: 'row'}, kExamples.map(example)));
}
