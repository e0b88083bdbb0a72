// Who tells of this person's plays, and the imports that bring more.
import {importPanel} from '../parts/import-panel.js';
import {sourcesList} from '../parts/sources-list.js';
import {page} from '../shell.js';

page(async ({user}) => {
  const sources = sourcesList(user, document.getElementById('sources'));
  document.getElementById('sources-list').append(sources.element);
  importPanel(user, sources.show);
  await sources.show();
});
