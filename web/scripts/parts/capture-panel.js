// What is being read from Spotify: each step with its counts, what could not be read, and how it ended. Live.
import {post} from '../api.js';
import {focusIn, h} from '../dom.js';
import {live} from '../live.js';
import {sentenceOf} from '../session.js';
import {count, counted, localized, moment} from '../words.js';
import {whyNoSync} from './connection.js';
import {stateMark} from './state-mark.js';

const kSteps = {
  liked_songs: 'Liked Songs', top_short_term: 'Top tracks, last 4 weeks', top_medium_term: 'Top tracks, last 6 months',
  top_long_term: 'Top tracks, last year', recently_played: 'Recently played', audio_features: 'Audio features',
};
const kBefore = 'Your Liked Songs, your top tracks and your latest plays are read from Spotify and kept here.';
const kTitles = {
  waiting: 'Waiting for Spotify', running: 'Reading your music', done: 'Your music has been read',
  partial: 'Nearly all of your music has been read', failed: 'Reading stopped',
};
const kEnds = {running: 'failed', waiting: 'unread'};

/** {element}: `onMore()` is called whenever a step of a running capture has ended, and at the end. */
export function capturePanel(me, {onMore = () => {}} = {}) {
  const title = h('h2', {id: 'capture', tabindex: -1});
  const mark = h('span');
  const sentence = h('p', {role: 'status'});
  const steps = h('ul', {class: 'steps'});
  const problems = h('div');
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const button = h('button', {class: 'button', type: 'button', onclick: start}, 'Sync now');
  const why = whyNoSync(me.spotify);
  button.disabled = Boolean(why);
  const again = h('div', {class: 'row'}, button, why && h('p', {class: 'soft'}, why));
  let latest = me.capture;
  const element = h('section', {class: 'stack capture', 'aria-labelledby': 'capture'},
      h('div', {class: 'sign'}, title, mark), sentence, steps, problems, trouble, again);

  function show(capture) {
    title.textContent = capture ? kTitles[capture.state] ?? capture.state : 'Nothing has been read yet';
    mark.replaceChildren(...capture ? [stateMark(capture.state)] : []);
    const words = capture ? sentenceFor(capture, me.user.time_zone) : kBefore;
    if (sentence.textContent !== words) sentence.textContent = words;  // the same words again would be read aloud again
    steps.replaceChildren(...(capture?.steps ?? []).map((step) => stepRow(step, isOpen(capture))));
    showProblems(problems, capture);
    again.hidden = isOpen(capture);
  }

  function take(capture) {
    const before = latest;
    latest = capture;
    show(capture);
    if (capture.id !== before?.id ? !isOpen(capture) : isOpen(before) && stepsDone(capture) + !isOpen(capture) > stepsDone(before)) onMore();
  }

  async function start() {
    const moveFocus = focusIn(button);
    button.disabled = true;
    trouble.hidden = true;
    try {
      take(await post('/api/v1/capture'));
      moveFocus(title);
    } catch (problem) {
      refuse(problem);
    } finally {
      button.disabled = false;
      moveFocus(button);
    }
  }

  function refuse(problem) {
    if (problem.name === 'AbortError') return;
    trouble.textContent = sentenceOf(problem);
    trouble.hidden = false;
  }

  show(me.capture);
  live({capture: take});
  return {element};
}

export const isOpen = (capture) => Boolean(capture && !capture.finished_at);

const titleOf = (name) => kSteps[name] ?? name.replaceAll('_', ' ');
const stepsDone = (capture) => capture.steps.filter((step) => step.state === 'done').length;

function sentenceFor({state, sentence, resumes_at: resumes, finished_at: finished}, timeZone) {
  const words = localized(sentence, timeZone);
  const what = /[.!?…]$/.test(words) ? words : `${words}.`;
  const when = (text) => moment(text, timeZone, {dateStyle: 'medium', timeStyle: 'short'});
  if (resumes) return `${what} It goes on by itself on ${when(resumes)}; you need not stay.`;
  if (finished) return `${what} ${state === 'failed' ? 'That was' : 'Finished'} on ${when(finished)}.`;
  return what;
}

/** When all has ended, a step that still runs is the one that failed, and what waits will not come. */
function stepRow(step, open) {
  const {name, total} = step;
  const state = open ? step.state : kEnds[step.state] ?? step.state;
  const title = titleOf(name);
  const progress = h('progress', {max: total || 1, value: state === 'done' ? total || 1 : total ? step.done : 0, 'aria-label': title});
  return h('li', {class: `step ${state}`},
      h('span', {class: 'step-name'}, title), stateMark(state), progress,
      h('span', {class: 'step-counts figures small soft'}, countsOf(step)));
}

/** "1,250 of 2,400 · 1,249 new, 1 left out" */
function countsOf({state, done, total, added, skipped}) {
  if (state === 'waiting' && done === 0) return '';
  const far = total === null ? count(done) : `${count(done)} of ${count(total)}`;
  const details = [added > 0 && `${count(added)} new`, skipped > 0 && `${count(skipped)} left out`].filter(Boolean);
  return details.length > 0 ? `${far} · ${details.join(', ')}` : far;
}

function showProblems(place, capture) {
  const open = place.querySelector('details')?.open ?? false;  // redrawing must not close what the reader has opened
  if (!capture?.problem_count) return place.replaceChildren();
  const {problem_count: all, problems} = capture;
  const rest = all - problems.length;
  place.replaceChildren(h('details', {class: 'behind', open},
      h('summary', {}, `${counted(all, 'entry', 'entries')} could not be read`),
      h('ul', {class: 'small stack tight'},
          problems.map(({step, what, reason}) => h('li', {}, `${titleOf(step)}, ${what}: ${reason}.`)),
          rest > 0 && h('li', {class: 'soft'}, `and ${count(rest)} more`))));
}
