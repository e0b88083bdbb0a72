// What a file of tests stands on: the programs and a browser, from before its first test until after its last.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after} from 'node:test';

import {startBrowser} from './browser.js';
import {startPrograms} from './programs.js';

/** {programs, browser}; with `tenYears` of the demo person's plays imported. */
export async function stage({tenYears = false} = {}) {
  const programs = await startPrograms();
  after(() => programs.stop());
  const browser = await startBrowser(programs.origin);
  after(() => browser.stop());
  if (tenYears) importTenYears(programs);
  return {programs, browser};
}

function importTenYears(programs) {
  const folder = mkdtempSync(join(tmpdir(), 'ten-years-'));
  try {
    const history = join(folder, 'history.zip');
    execFileSync(process.env.MTM_SANDBOX, ['streaming-history', history], {stdio: 'ignore'});
    programs.command(['import', history, '--user', 'demo', '--new-user']);
  } finally {
    rmSync(folder, {recursive: true});
  }
}
