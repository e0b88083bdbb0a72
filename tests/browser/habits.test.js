import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';

import {assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

/** The server keeps histories in memory and looks at their versions, which a change behind its back must raise. */
const inDatabase = (statements) => execFileSync('psql',
    [programs.database, '--quiet', '--no-psqlrc', '--set=ON_ERROR_STOP=1', '--command',
      `${statements}; update libraries set version = version + 1, epoch = epoch + 1`], {stdio: ['ignore', 'ignore', 'inherit']});

/** Details of plays as one number (src/music/play_details.hpp). */
const packed = ({hidden = 0, shuffle = 0, offline = 0, ending = 0, platform = 0, country = 0}) =>
    hidden + 2 * shuffle + 8 * offline + 32 * ending + 256 * platform + 65536 * country;
const kGermany = 3 * 26 + 5;
const kFinished = packed({shuffle: 1, offline: 1, ending: 4, platform: 1, country: kGermany});
const kSkipped = packed({shuffle: 2, offline: 1, ending: 3, platform: 6, country: kGermany});

/** Four plays on each of the last fifty evenings: one track is always skipped, the others are heard out. */
function makeEvenings() {
  inDatabase(`
    update users set time_zone = 'UTC';
    delete from plays;
    with mine as (select user_id, track_id, row_number() over (order by track_id) as nth from library join users on users.id = user_id where spotify_user_id = 'demo')
    insert into plays (source_id, version, user_id, track_id, played_at, ms_played, details)
    select 0, 0, user_id, track_id, current_date - day * interval '1 day' - interval '4 hours' + nth * interval '5 minutes',
           case when nth = 1 then 40000 else 200000 end, case when nth = 1 then ${kSkipped} else ${kFinished} end
    from mine, generate_series(0, 49) day where nth <= 4`);
}

async function signedIn(page) {
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  makeEvenings();
}

async function open(page, query = '') {
  await page.goto(`${programs.origin}/habits${query}`);
  await page.getByRole('heading', {name: 'Your week'}).waitFor();
}

test('the page shows when one listens, each picture with its figures in a table', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await signedIn(page);
  const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await open(page, `?from=${day(60)}&to=${day(1)}`);
  for (const [title, rows] of [['Your week', 24], ['Your day', 24], ['The days of', 1]]) {
    const figure = page.getByRole('figure').filter({hasText: title});
    assert.match(await figure.getByRole('img').getAttribute('aria-label'), new RegExp(`^${title}.*The table below has the figures\\.$`));
    await figure.locator('summary').click();
    assert.ok(await figure.locator('tbody tr').count() >= rows, `${title} has figures`);
  }
  const record = page.getByRole('figure').filter({hasText: 'Your day'});
  assert.deepEqual(await record.getByRole('row', {name: /^20:00/}).getByRole('cell').allTextContents(), ['200', '100%']);
  visit.assertQuiet();
  await visit.leave();
});

test('what was skipped and heard out is told apart, and where and on what it was', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await signedIn(page);
  await open(page);
  const skips = page.getByRole('region', {name: 'Skipped and finished'});
  await skips.getByText('75%', {exact: true}).first().waitFor();
  assert.equal(await skips.getByRole('listitem').filter({hasText: '50 of 50'}).count() > 0, true);
  const devices = page.getByRole('region', {name: 'Devices'});
  assert.deepEqual(await devices.locator('.name').allTextContents(), ['Android', 'Web player']);
  assert.deepEqual(await page.getByRole('region', {name: 'Countries'}).locator('.name').allTextContents(), ['Germany']);
  await page.getByRole('region', {name: 'Days in a row'}).getByText('50 days').first().waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a phone has the whole page without scrolling sideways, by day and by night', async () => {
  for (const [width, dark] of [[320, false], [390, true]]) {
    const visit = await browser.visit({width, height: 800, dark});
    const {page} = visit;
    await signedIn(page);
    await open(page);
    await assertNoSidewaysScroll(page);
    visit.assertQuiet();
    await visit.leave();
  }
});

test('days without a play say what would fill the page', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await signedIn(page);
  await page.goto(`${programs.origin}/habits?period=1990`);
  await page.getByRole('heading', {name: 'Nothing played on these days'}).waitFor();
  await page.getByRole('link', {name: 'Bring your history'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});
