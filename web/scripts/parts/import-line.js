// One file on its way: chosen, waiting for its turn, sent, imported, and its report; or what stands in its way.
import {pageLeft, remove, upload} from '../api.js';
import {focusIn, h} from '../dom.js';
import {watch} from '../events.js';
import {sentenceOf} from '../session.js';
import {count, counted, moment, share} from '../words.js';
import {sizeOf} from './holdings.js';
import {equationOf, headlineOf, importReport} from './import-report.js';
import {stateMark} from './state-mark.js';
import {troubleSpot} from './trouble.js';

const kTries = 3;  // while the server has not yet noticed that the upload before has ended

/**
 * An object with its `element` and `title`, where the keyboard may go. `state`: chosen, waiting, sending, running, done, asks, failed
 * or cancelled; `sentence` says how it ended and `report` what came of it. `onAgain(line)`: it wants to be sent (again).
 */
export function importLine(name, bytes, {user, onAgain = null, onRemove, most = () => Infinity}) {
  const title = h('p', {class: 'entry-name', tabindex: -1}, h('span', {class: 'import-name'}, name), h('span', {class: 'small soft'}, sizeOf(bytes)));
  const mark = h('span');
  const bar = h('progress', {'aria-label': `Import of ${name}`});
  const words = h('p', {class: 'small'});
  const trouble = troubleSpot();
  const working = h('div', {class: 'stack tight', hidden: true}, bar, words, trouble.element);
  const body = h('div', {class: 'stack tight'});
  const quick = h('div', {class: 'row'});  // what can be done while there is nothing to read
  const actions = h('div', {class: 'row'});
  const line = {
    element: h('li', {}, h('div', {class: 'import-head'}, title, mark, quick), working, body, actions),
    title, name, state: 'chosen', sentence: '', report: null, file: null, whose: null,
    choose: () => become('chosen', null, [button('Remove', () => onRemove(line))]),
    wait: () => become('waiting', null, [button('Remove', () => onRemove(line))]),
    send, follow,
  };

  const button = (text, onclick, kind = 'button slight') => h('button', {class: kind, type: 'button', 'aria-label': `${text}: ${name}`, onclick}, text);

  function become(state, content = null, offers = []) {
    const moveFocus = focusIn(line.element);
    line.state = state;
    mark.replaceChildren(...state === 'chosen' ? [] : [stateMark(kMarks[state] ?? state)]);
    quick.replaceChildren(...content ? [] : offers);
    working.hidden = state !== 'sending' && state !== 'running';
    trouble.element.hidden = true;
    body.replaceChildren(...[content].flat().filter(Boolean));
    actions.replaceChildren(...content ? offers : []);
    moveFocus(title);
  }

  async function send(zone) {
    line.sentence = '';
    if (line.file.size > most()) return failed(`This file has ${sizeOf(line.file.size)}; ${sizeOf(most())} are taken at most.`, false);
    const leaving = new AbortController();
    pageLeft.addEventListener('abort', () => leaving.abort());
    progress('Sending the file', 0, 1);
    become('sending', null, [button('Cancel', () => leaving.abort())]);
    const asked = new URLSearchParams({name, ...zone && {zone}, ...line.whose && {whose: line.whose}});
    try {
      const begun = await uploaded(`/api/v1/imports?${asked}`, leaving.signal);
      await follow(begun);
    } catch (problem) {
      if (problem.name !== 'AbortError') return failed(sentenceOf(problem));
      cancelled('Cancelled. Nothing was imported.');
    }
  }

  async function uploaded(address, signal) {
    for (let tries = 1;; ++tries) {
      try {
        return await upload(address, line.file, (sent) => progress(`Sending the file: ${share(sent)}`, sent, 1), signal);
      } catch (problem) {
        if (problem.status !== 409 || !problem.retryAfter || tries === kTries) throw problem;
        progress('Waiting for the upload before this one to end …', null);
        await passed(problem.retryAfter, signal);
      }
    }
  }

  async function follow(begun) {
    const cancel = button('Cancel', () => trouble.run(cancel, async () => {
      await remove(`/api/v1/imports/${begun.id}`);
      return title;  // the stream below says that it has ended
    }));
    become('running', null, [cancel]);
    show(begun);
    if (begun.finished_at) return;
    try {
      await watch(`/api/v1/imports/${begun.id}/events`, {import: (latest) => {
        show(latest);
        return Boolean(latest.finished_at);
      }});
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      line.sentence = sentenceOf(problem);
      become('failed', alarm(line.sentence), [button('Update', () => follow(begun))]);
    }
  }

  function show(latest) {
    if (latest.finished_at) return ended(latest);
    const {what, done = 0, total = 0} = latest.progress ?? {};
    const far = total > 0 ? `: ${count(done)} of ${count(total)}` : done > 0 ? `: ${counted(done, 'row')}` : '';
    progress(`${capital(what ?? latest.sentence)}${far} …`, total ? done : null, total);
  }

  function ended({id, state, sentence, report, rejects_bytes: rejects, finished_at: finished}) {
    if (state === 'cancelled') return cancelled(sentence);
    if (report?.owners) return ask(sentence, report.owners);
    if (state === 'failed') return failed(sentence, Boolean(line.file), line.file ? null : finished);
    line.report = report;
    line.sentence = `${headlineOf(report)}.`;
    const account = importReport(report, {timeZone: user.time_zone, rejects: rejects > 0 ? `/api/v1/imports/${id}/rejects` : null});
    const alone = line.element.parentElement?.children.length === 1;
    become('done', [
      h('p', {class: 'headline'}, line.sentence),
      !report.tables && !alone && h('p', {class: 'small figures'}, equationOf(report)),
      h('details', {class: 'behind', open: alone}, h('summary', {}, 'Report'), account),
    ]);
  }

  /** The file holds somebody else's plays, or those of several people. */
  function ask(sentence, owners) {
    line.sentence = sentence;
    if (!line.file) return failed(`${sentence} Choose the file again to say it.`, false);
    const id = `whose-${Math.random().toString(36).slice(2)}`;
    const select = h('select', {id}, owners.length > 1 && h('option', {value: ''}, 'Choose …'), owners.map((owner) => h('option', {value: owner}, owner)));
    const go = button('Import', () => {
      line.whose = select.value;
      onAgain(line);
    });
    go.disabled = !select.value;
    select.addEventListener('change', () => { go.disabled = !select.value; });
    become('asks', [
      h('p', {role: 'alert', class: 'verdict'}, sentence),
      h('div', {class: 'field'}, h('label', {for: id}, 'Whose plays are yours?'), select),
    ], [go, button('Remove', () => onRemove(line))]);
  }

  function cancelled(sentence) {
    line.sentence = sentence;
    become('cancelled', h('p', {}, sentence), line.file ? offersAgain() : [button('Remove', () => onRemove(line))]);
  }

  function failed(sentence, again = true, when = null) {
    line.sentence = sentence;
    const since = when && h('p', {class: 'small soft'}, moment(when, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'}));
    become('failed', [alarm(sentence), since], again ? offersAgain() : [button('Remove', () => onRemove(line))]);
  }

  const offersAgain = () => [button('Try again', () => onAgain(line)), button('Remove', () => onRemove(line))];

  function progress(text, value, max) {
    bar.max = max || 1;
    if (value === null) bar.removeAttribute('value');
    else bar.value = value;
    if (words.textContent !== text) words.textContent = text;
  }

  return line;
}

const kMarks = {sending: 'running'};

const alarm = (sentence) => h('p', {class: 'verdict failed', role: 'alert'}, sentence);

const capital = (text) => text ? text[0].toUpperCase() + text.slice(1) : '';

function passed(seconds, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
  });
}
