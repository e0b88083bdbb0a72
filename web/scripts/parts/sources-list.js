// Who told of this person's plays, with the report of each import, and the way to take back what an import told.
import {get, pageLeft, remove} from '../api.js';
import {h} from '../dom.js';
import {counted, moment} from '../words.js';
import {confirmation} from './confirmation.js';
import {gapsList} from './gaps-list.js';
import {importReport} from './import-report.js';
import {fullName, nameOf} from './source-names.js';
import {stateMark} from './state-mark.js';
import {troubleSpot} from './trouble.js';

const kAskAgain = [500, 1000, 1000, 2000, 5000];  // ms while an import is being undone; the last one from then on

/** `show()` asks for the list and follows what is being undone until it is gone. `heading` gets the keyboard when a button has gone. */
export function sourcesList(user, heading) {
  const list = h('ul', {class: 'entries'});
  const said = h('p', {class: 'small', role: 'status'});
  const trouble = troubleSpot();
  const again = h('button', {hidden: true});
  const none = h('p', {class: 'soft', hidden: true}, 'No source has reported a play yet.');
  const rows = new Map();  // by id: what has not changed stays as it is, with what is open in it
  let latest = 0;

  const show = (asked = 0) => trouble.run(again, async () => {
    const turn = ++latest;
    const [{sources}, {imports}, {gaps}] = await Promise.all([get('/api/v1/sources'), get('/api/v1/imports'), get('/api/v1/gaps')]);
    if (turn !== latest) return;
    draw(sources, imports, gaps);
    if (!sources.some(({undoing_since: undoing}) => undoing)) return;
    setTimeout(() => turn === latest && !pageLeft.aborted && show(asked + 1), kAskAgain[Math.min(asked, kAskAgain.length - 1)]);
  });

  function draw(sources, imports, gaps) {
    const named = (id) => fullName(sources.find((source) => source.id === id) ?? {kind: 'an import'});
    const gone = [...rows.values()].filter(({source}) => !sources.some(({id}) => id === source.id));
    for (const {source} of gone) {
      rows.delete(source.id);
      said.textContent = `${fullName(source)} is undone.`;
    }
    for (const source of sources) {
      const rejects = rejectsOf(source, imports);
      const missing = source.kind === 'spotify' ? gaps : [];
      const told = JSON.stringify([source, rejects?.address, missing]);
      if (rows.get(source.id)?.told !== told) rows.set(source.id, {source, told, element: row(source, rejects, gapsList(missing, user.time_zone, named), named)});
    }
    const wanted = sources.map(({id}) => rows.get(id).element);
    for (const element of [...list.children]) if (!wanted.includes(element)) element.remove();
    wanted.forEach((element, index) => element !== list.children[index] && list.insertBefore(element, list.children[index] ?? null));
    none.hidden = sources.length > 0;
  }

  function row(source, rejects, missing, named) {
    const {kind, plays, first_play: first, last_play: last, heard_at: heard, undoing_since: undoing, report} = source;
    const day = (text) => moment(text, user.time_zone, {dateStyle: 'medium'});
    const time = (text) => moment(text, user.time_zone, {dateStyle: 'medium', timeStyle: 'short'});
    const own = kind === 'spotify';
    const undo = h('button', {class: 'button slight', type: 'button', 'aria-label': `Undo ${fullName(source)}`, onclick: () => ask(source, undo)}, 'Undo');
    const account = report ?? rejects?.report;
    return h('li', {},
        h('div', {},
            h('p', {class: 'entry-name'}, nameOf(kind), !own && source.name && h('span', {class: 'small soft source-file'}, source.name)),
            h('p', {class: 'small figures'}, kind === 'own_export' ? 'Library, playlists, decisions; the sources that came with it stand beside it' : [counted(plays, 'play'), first && (day(first) === day(last) ? day(first) : `${day(first)} – ${day(last)}`)].filter(Boolean).join(', ')),
            h('p', {class: 'small soft'}, own ? heard ? `Last heard from ${time(heard)}` : 'Not heard from yet' : source.brought_by ? `Came with ${named(source.brought_by)}` : kind === 'hand' ? `Since ${time(source.created_at)}, in your History` : `Imported ${time(source.created_at)}`),
            own && h('p', {class: 'small soft'}, 'This is your account, not an import: there is nothing to undo. In ', h('a', {href: '/settings/danger'}, 'Settings'),
                ' you can disconnect it or delete your history.')),
        undoing ? stateMark('undoing') : !own && undo,
        missing,
        account && h('details', {class: 'behind'}, h('summary', {}, 'Details', h('span', {class: 'unseen'}, ` of ${fullName(source)}`)),
            importReport(account, {timeZone: user.time_zone, rejects: rejects?.address})));
  }

  function ask(source, opener) {
    confirmation({
      title: source.kind === 'hand' ? 'Remove what you added by hand?' : 'Undo this import?', button: source.kind === 'hand' ? 'Remove all of it' : 'Undo the import', content: consequences(source),
      opener: {focus: () => (opener.isConnected ? opener : heading).focus()},
      act: async () => {
        await remove(`/api/v1/sources/${source.id}`);
        said.textContent = `${fullName(source)} is being undone.`;
        await show();
      },
    });
  }

  return {element: h('div', {class: 'stack'}, list, none, trouble.element, said), show: () => show()};
}

function rejectsOf(source, imports) {
  const made = imports.find(({id}) => id === source.import_id);
  return made && {report: made.report, address: made.rejects_bytes > 0 ? `/api/v1/imports/${made.id}/rejects` : null};
}

/** What goes and what stays. */
function consequences({kind, name, plays}) {
  if (kind === 'own_export') return consequencesOfArchive(name);
  if (kind === 'hand') return h('p', {}, `${counted(plays, 'play')} that you added by hand will be gone. Nothing but adding them again brings them back.`);
  const old = kind === 'old_app' || kind === 'earlier';
  return h('div', {class: 'stack tight'},
      h('p', {}, 'This goes:'),
      h('ul', {class: 'bullets'},
          h('li', {}, plays > 0 ? `what ${name ?? 'it'} says of ${counted(plays, 'play')}` : `what ${name ?? 'it'} says`),
          h('li', {}, 'what it calls artists and tracks that Spotify has not confirmed'),
          old && h('li', {}, 'its top lists and playlists, and the tracks that only it knew')),
      h('p', {}, 'This stays:'),
      h('ul', {class: 'bullets'},
          h('li', {}, 'a play that another source has as well, as that source has it'),
          h('li', {}, 'all that was read from your Spotify account'),
          h('li', {}, 'playlists that you made here, with the names of their tracks')),
      h('p', {class: 'soft'}, kind === 'earlier' ? 'Those imports are too old for this page to know their files.' : 'To have it back, import the same file again.'));
}

function consequencesOfArchive(name) {
  return h('div', {class: 'stack tight'},
      h('p', {}, 'This goes:'),
      h('ul', {class: 'bullets'},
          h('li', {}, `all that came with ${name ?? 'it'}: the sources in it with their plays and top lists, and what it calls artists and tracks`),
          h('li', {}, 'tracks of the library that nothing else tells of, playlists as they came, and decisions about versions')),
      h('p', {}, 'This stays:'),
      h('ul', {class: 'bullets'},
          h('li', {}, 'all that was here before, as it was'),
          h('li', {}, 'what was read from your Spotify account or imported since')),
      h('p', {class: 'soft'}, 'To have it back, import the same file again.'));
}
