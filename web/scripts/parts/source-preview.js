// The preview of a source: its tracks with their reasons, how they sound, and the way home.
import {get} from '../api.js';
import {focusIn, h, reducedMotion} from '../dom.js';
import {sentenceOf, sessionEnded} from '../session.js';
import {calendar, counted, localized} from '../words.js';
import {featurePanel} from './feature-panel.js';
import {hasFeatures} from './features.js';
import {folded} from './folded.js';
import {gemWindows} from './gem-windows.js';
import {keepForm} from './keep-form.js';
import {saveMenu} from './save-menu.js';
import {addressOf} from './source-cards.js';
import {empty, failure, loading} from './states.js';
import {trackRow} from './track-row.js';

const kTracks = 50;
const kNeighbours = 20;

/**
 * `show(wish)` asks for it and draws it in `place`; `refresh()` asks again for one that had nothing, and leaves one that has
 * tracks as the reader has it. `kept()` is called when it was kept or published, `snapshot()` makes a button.
 */
export function sourcePreview(place, {kept, snapshot}) {
  let asked = 0;
  let bare = null;  // the wish of a preview that stands there with nothing to hear

  async function show(wish, {face = true} = {}) {
    const mine = ++asked;
    const moveFocus = focusIn(place);
    bare = null;
    place.replaceChildren(loading('Looking through your music …'));
    try {
      const whole = {limit: wish.source === 'similar' ? kNeighbours : kTracks, ...wish};
      const preview = await get(addressOf(whole));
      if (mine !== asked) return;
      draw(whole, preview, face);
      moveFocus(place.querySelector('h2'));
    } catch (problem) {
      if (mine !== asked || problem.name === 'AbortError' || sessionEnded(problem)) return;
      if (problem.status === undefined) console.error(problem);
      bare = wish;
      place.replaceChildren(failure(problem, () => show(wish)));
    }
  }

  /** Windows that contradict each other are refused beside them; what was there stays. */
  async function adjust(wish, refuse) {
    const mine = ++asked;
    try {
      const preview = await get(addressOf(wish));
      if (mine !== asked) return;
      draw(wish, preview, false);
      place.querySelector('.windows button').focus({preventScroll: true});
    } catch (problem) {
      if (problem.name !== 'AbortError') refuse(sentenceOf(problem));
    }
  }

  function draw(wish, preview, face) {
    const {title, definition, tracks, candidates, explanation, name} = preview;
    bare = tracks.length > 0 ? null : wish;
    const heading = h('h2', {tabindex: -1, id: 'preview-title', dir: 'auto'}, title);
    const head = h('div', {class: 'stack strip'},
        h('div', {class: 'sign'}, heading, h('p', {class: 'small figures'}, sizeOf(preview))),
        h('p', {}, localized(definition)),
        wish.source === 'forgotten_gems' && gemWindows(wish, adjust),
        tracks.length > 0 && keepForm(wish, name, kept),
        tracks.length > 0 && h('div', {class: 'row'}, saveMenu(() => addressOf(wish))));
    place.replaceChildren(tracks.length > 0
        ? h('section', {class: 'journey-result', 'aria-labelledby': 'preview-title'}, head, list(tracks), beside(tracks))
        : h('section', {class: 'stack', 'aria-labelledby': 'preview-title'}, head,
            empty('Nothing to hear yet', localized(explanation ?? ''), /napshot/.test(explanation) && snapshot())));
    if (!face) return;
    heading.focus({preventScroll: true});
    place.scrollIntoView({block: 'start', behavior: reducedMotion() ? 'instant' : 'smooth'});
  }

  const refresh = () => bare && show(bare, {face: false});
  return {show, refresh};
}

function sizeOf({tracks, candidates, snapshot_date: date}) {
  const of = candidates > tracks.length ? `${counted(tracks.length, 'track')} of ${candidates}` : counted(tracks.length, 'track');
  return date ? `${of}, snapshot of ${calendar(date)}` : of;
}

function list(tracks) {
  const marked = tracks.some(hasFeatures);
  return h('section', {class: 'list', 'aria-label': 'Tracks'}, h('ol', {class: 'tracks'}, tracks.map((track) => trackRow(track, {marked}))));
}

function beside(tracks) {
  const panel = featurePanel();
  panel.show(tracks, tracks.length);
  return folded('beside', 'How it sounds', panel.sound, panel.map);
}
