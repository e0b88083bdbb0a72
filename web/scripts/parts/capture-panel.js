// What is being read from Spotify: each step with its counts, what could not be read, and how it ended. Live.
import {left, post} from '../api.js';
import {h} from '../dom.js';
import {watch} from '../events.js';
import {sentenceOf} from '../session.js';
import {count, counted, moment} from '../words.js';
import {stateMark} from './state-mark.js';

const kSteps = {
  liked_songs: 'Liked Songs', top_short_term: 'Top tracks, last 4 weeks', top_medium_term: 'Top tracks, last 6 months',
  top_long_term: 'Top tracks, last year', recently_played: 'Recently played',
};
const kTitles = {
  waiting: 'Waiting for Spotify', running: 'Reading your music', done: 'Everything has been read', partial: 'Nearly everything has been read',
  failed: 'Reading stopped',
};

/** `onMore()` is called whenever a step of a running capture has ended, and at the end. */
export function capturePanel(me, onMore = () => {}) {
  const title = h('h2', {id: 'capture'});
  const mark = h('span');
  const sentence = h('p', {role: 'status'});
  const steps = h('ul', {class: 'steps'});
  const problems = h('div');
  const trouble = h('p', {class: 'verdict failed', role: 'alert', hidden: true});
  const button = h('button', {class: 'button', type: 'button', onclick: start}, 'Read from Spotify now');
  const again = h('div', {class: 'row'}, button);
  const element = h('section', {class: 'stack capture', 'aria-labelledby': 'capture'},
      h('div', {class: 'sign'}, title, mark), sentence, steps, problems, trouble, again);

  function show(capture) {
    title.textContent = capture ? kTitles[capture.state] ?? capture.state : 'Nothing has been read yet';
    mark.replaceChildren(...capture ? [stateMark(capture.state)] : []);
    const words = capture ? sentenceFor(capture, me.user.time_zone) : 'Your Liked Songs, your top tracks and your latest plays are read from Spotify and kept here.';
    if (sentence.textContent !== words) sentence.textContent = words;  // the same words again would be read aloud again
    steps.replaceChildren(...(capture?.steps ?? []).map(stepRow));
    showProblems(problems, capture);
    again.hidden = Boolean(capture && !capture.finished_at) || me.spotify.state === 'needs_login';
  }

  async function follow() {
    let ended = 0;
    try {
      await watch('/api/v1/capture/events', {capture: (latest) => {
        show(latest);
        const now = latest?.steps.filter((step) => step.state === 'done').length ?? 0;
        if (now > ended && isOpen(latest)) onMore();
        ended = now;
        return !isOpen(latest);
      }});
      if (!left.aborted) onMore();
    } catch (problem) {
      refuse(problem);
    }
  }

  async function start() {
    button.disabled = true;
    trouble.hidden = true;
    try {
      show(await post('/api/v1/capture'));
      await follow();
    } catch (problem) {
      refuse(problem);
    } finally {
      button.disabled = false;
    }
  }

  function refuse(problem) {
    if (problem.name === 'AbortError') return;
    trouble.textContent = sentenceOf(problem);
    trouble.hidden = false;
  }

  show(me.capture);
  if (isOpen(me.capture)) follow();
  return {element};
}

export const isOpen = (capture) => Boolean(capture && !capture.finished_at);

function sentenceFor(capture, timeZone) {
  if (capture.resumes_at) {
    const when = moment(capture.resumes_at, timeZone, {dateStyle: 'medium', timeStyle: 'short'});
    return `${ended(capture.sentence)} It goes on by itself on ${when}; you need not stay.`;
  }
  const end = capture.finished_at && moment(capture.finished_at, timeZone, {dateStyle: 'medium', timeStyle: 'short'});
  return end ? `${ended(capture.sentence)} ${capture.state === 'failed' ? 'That was' : 'Finished'} on ${end}.` : ended(capture.sentence);
}

const ended = (sentence) => /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;

function stepRow({name, state, done, total, added, skipped}) {
  const counts = state === 'waiting' && done === 0 ? '' : total === null ? count(done) : `${count(done)} of ${count(total)}`;
  const details = [added > 0 && `${count(added)} new`, skipped > 0 && `${count(skipped)} left out`].filter(Boolean).join(', ');
  return h('li', {class: `step ${state}`},
      h('span', {class: 'step-name'}, kSteps[name] ?? name), stateMark(state),
      h('progress', {max: total ?? 1, value: state === 'done' ? total ?? 1 : total ? done : 0, 'aria-label': kSteps[name] ?? name}),
      h('span', {class: 'step-counts figures small soft'}, [counts, details].filter(Boolean).join(' · ')));
}

function showProblems(place, capture) {
  const open = place.querySelector('details')?.open ?? false;  // redrawing must not close what the reader has opened
  if (!capture?.problem_count) return place.replaceChildren();
  const {problem_count: all, problems} = capture;
  const rest = all - problems.length;
  place.replaceChildren(h('details', {class: 'behind', open},
      h('summary', {}, `${counted(all, 'entry', 'entries')} could not be read`),
      h('ul', {class: 'small stack tight'},
          problems.map(({step, what, reason}) => h('li', {}, `${kSteps[step] ?? step}, ${what}: ${reason}.`)),
          rest > 0 && h('li', {class: 'soft'}, `and ${count(rest)} more`))));
}
