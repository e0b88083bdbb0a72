// Stories over the whole window, one fact each: they move on by themselves until the reader stops them, and by click, tap,
// swipe and arrow keys. The last one stays.
import {h, reducedMotion, svg} from '../dom.js';

const kShown = 8000;   // ms that a story stays
const kSwipe = 40;     // pixels from which a touch is a swipe
const kBack = 0.3;     // of the window's width, from its left edge: there a tap leads back

/** `all`: {id, title, content}, each shown with its title above; `close`: the address that one leaves to. */
export function stories({name, close, all}) {
  let place = Math.max(0, all.findIndex(({id}) => `#${id}` === location.hash));
  let playing = !reducedMotion() && all.length > 1;
  let held = false;
  let clock = null;

  const bars = all.map(() => h('span', {class: 'bar'}, h('span', {class: 'done'})));
  const pages = all.map(({id, title, content}, index) => h('section', {class: 'story', id: `story-${id}`, hidden: true, 'aria-label': `${index + 1} of ${all.length}: ${title}`},
      h('h2', {class: 'story-title'}, title), content));
  const stage = h('div', {class: 'stage', tabindex: -1}, pages);
  const button = (label, path, onclick) => h('button', {class: 'arrow', type: 'button', 'aria-label': label, onclick},
      svg('svg', {viewBox: '0 0 24 24', 'aria-hidden': 'true'}, svg('path', {d: path})));
  const back = button('Previous', 'M15 5l-7 7 7 7', () => go(place - 1));
  const on = button('Next', 'M9 5l7 7-7 7', () => go(place + 1));
  const pause = button('Pause', '', () => setPlaying(!playing));
  const element = h('div', {class: 'stories', role: 'region', 'aria-label': `Recap: ${name}`},
      h('div', {class: 'stories-top'},
          h('div', {class: 'stories-progress', 'aria-hidden': 'true'}, bars),
          h('div', {class: 'stories-bar'}, h('h1', {}, name), pause,
              h('a', {class: 'arrow', href: close, 'aria-label': 'Close'}, svg('svg', {viewBox: '0 0 24 24', 'aria-hidden': 'true'}, svg('path', {d: 'M6 6l12 12M18 6L6 18'}))))),
      stage, all.length > 1 && h('div', {class: 'stories-ways'}, back, on));

  const isLast = () => place === all.length - 1;

  function go(next) {
    if (next < 0 || next >= all.length || next === place) return;
    show(next);
  }

  function show(next) {
    const focused = pages[place].contains(document.activeElement) || document.activeElement === back || document.activeElement === on;
    place = next;
    pages.forEach((story, index) => { story.hidden = index !== place; });
    bars.forEach((bar, index) => { bar.className = index < place ? 'bar past' : index === place ? 'bar now' : 'bar'; });
    back.disabled = place === 0;
    on.disabled = isLast();
    if (focused && document.activeElement?.disabled !== false) stage.focus({preventScroll: true});
    stage.scrollTop = 0;
    history.replaceState(history.state, '', `#${all[place].id}`);
    all[place].shown?.();
    start();
  }

  /** The bar's own animation is the clock: while it is paused nothing moves on. */
  function start() {
    clock?.cancel();
    clock = null;
    if (!isLast()) {
      clock = bars[place].firstChild.animate([{transform: 'scaleX(0)'}, {transform: 'scaleX(1)'}], {duration: kShown, fill: 'forwards'});
      clock.onfinish = () => go(place + 1);
    }
    run();
  }

  function run() {
    const moves = playing && !held && !document.hidden && !document.querySelector('dialog[open]');
    if (moves) clock?.play();
    else clock?.pause();
    stage.setAttribute('aria-live', playing ? 'off' : 'polite');  // what moves by itself is not read out unasked
    pause.hidden = isLast();
    pause.setAttribute('aria-label', playing ? 'Pause' : 'Play');
    pause.querySelector('path').setAttribute('d', playing ? 'M8 5v14M16 5v14' : 'M8 5v14l11-7z');
  }

  function setPlaying(wanted) {
    playing = wanted;
    run();
  }

  // A finger or button that is down holds the story; where it is let go says what was meant.
  let touch = null;
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.target.closest('a, button, summary, input')) return;
    touch = {x: event.clientX, y: event.clientY, at: event.timeStamp};
    held = true;
    run();
  });
  addEventListener('pointerup', (event) => {
    if (!touch) return;
    const {x, y, at} = touch;
    letGo();
    const [across, down] = [event.clientX - x, event.clientY - y];
    if (Math.abs(across) > kSwipe && Math.abs(across) > Math.abs(down)) go(place + (across < 0 ? 1 : -1));
    else if (Math.abs(down) < kSwipe && event.timeStamp - at < 500 && !getSelection().toString()) go(place + (event.clientX < innerWidth * kBack ? -1 : 1));
  });
  addEventListener('pointercancel', () => touch && letGo());

  function letGo() {
    touch = null;
    held = false;
    run();
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('dialog, input, select, textarea')) return;
    const next = {ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: all.length - 1}[event.key];
    if (next !== undefined) {
      event.preventDefault();
      go(next);
    } else if (event.key === ' ' && !event.target.closest('a, button, summary') && !isLast()) {
      event.preventDefault();
      setPlaying(!playing);
    } else if (event.key === 'Escape') {
      location.assign(close);
    }
  });
  // Keyboard users read at their own pace.
  element.addEventListener('focusin', ({target}) => target !== stage && target.matches(':focus-visible') && setPlaying(false));
  document.addEventListener('visibilitychange', run);

  show(place);
  return element;
}
