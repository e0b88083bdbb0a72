// The settings page: what is kept, taken along, and ended for good.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {after, before, test} from 'node:test';
import {answered, assertNoSidewaysScroll, captured, logIn, startBrowser} from './support/browser.js';
import {startPrograms} from './support/programs.js';

let programs, browser;
before(async () => {
  programs = await startPrograms();
  browser = await startBrowser(programs.origin);
});
after(async () => {
  await browser?.stop();
  await programs?.stop();
});

async function settings(visit, person = 'demo') {
  await logIn(visit.page, programs.origin, person);
  await captured(visit.page, programs.origin);
  await visit.page.goto(`${programs.origin}/settings`);
  await visit.page.getByRole('heading', {name: 'What is kept of you'}).waitFor();
  return visit.page;
}

test('another site can neither send a file nor end anything', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  visit.expectComplaint(/CORS|ERR_FAILED|403/);
  await page.goto(programs.sandbox);
  const outcomes = await page.evaluate(async (origin) => Promise.all([
    ['/api/v1/imports', 'application/vnd.sqlite3', 'SQLite format 3\0'], ['/api/v1/imports', 'text/plain', 'SQLite format 3\0'],
    ['/api/v1/me/delete-account', 'application/json', '{"confirm":"demo"}'], ['/api/v1/me/delete-account', 'text/plain', '{"confirm":"demo"}'],
  ].map(async ([path, type, body]) => {
    try {
      return (await fetch(origin + path, {method: 'POST', credentials: 'include', mode: 'no-cors', headers: {'Content-Type': type}, body})).type;
    } catch {
      return 'refused';
    }
  })), programs.origin);
  assert.ok(outcomes.every((outcome) => outcome === 'opaque' || outcome === 'refused'));
  const me = await page.request.get(`${programs.origin}/api/v1/me`);
  assert.equal(me.status(), 200, 'the account is still there');
  await visit.leave();
});

test('a key is shown once, works, and is gone when revoked', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  await page.getByLabel('Name', {exact: true}).fill('dashboard on the wall');
  await page.getByRole('button', {name: 'Make a key'}).click();
  const key = await page.getByLabel(/Copy it now/).inputValue();
  assert.match(key, /^mtm_/);
  const ask = async () => (await fetch(`${programs.origin}/api/v1/me`, {headers: {Authorization: `Bearer ${key}`}})).status;
  assert.equal(await ask(), 200);
  await page.reload();
  await page.getByText('dashboard on the wall').waitFor();
  assert.equal(await page.getByText(key).count(), 0);
  await page.getByRole('button', {name: 'Revoke dashboard on the wall'}).click();
  await page.getByText('dashboard on the wall').waitFor({state: 'detached'});
  assert.equal(await ask(), 401);
  visit.assertQuiet();
  await visit.leave();
});

test('a key that is shown stays when another one is revoked, and is selected where it can not be copied', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  const make = async (label) => {
    await page.getByLabel('Name', {exact: true}).fill(label);
    await page.getByRole('button', {name: 'Make a key'}).click();
    await page.getByText(`The key “${label}”.`).waitFor();
  };
  await make('an old one');
  await make('a new one');
  await page.getByRole('button', {name: 'Revoke an old one'}).focus();
  await page.keyboard.press('Enter');
  await page.getByText('an old one', {exact: true}).waitFor({state: 'detached'});
  const key = page.getByLabel(/Copy it now/);
  assert.match(await key.inputValue(), /^mtm_/, 'the new key can still be read');
  await page.waitForFunction(() => document.activeElement.ariaLabel === 'Revoke a new one');  // the keyboard is at the neighbour

  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError')); });
  await page.getByRole('button', {name: 'Copy', exact: true}).click();
  await page.getByText('Copy it by hand').waitFor();
  assert.equal(await page.evaluate(() => getSelection().toString()), await key.inputValue());
  await page.getByRole('button', {name: 'Revoke a new one'}).click();
  await key.waitFor({state: 'detached'});
  await page.waitForFunction(() => document.activeElement.id === 'key-label');  // no key is left: the keyboard is where one is made
  visit.assertQuiet();
  await visit.leave();
});

test('other sessions are ended from here', async () => {
  const [here, there] = [await browser.visit(), await browser.visit()];
  await logIn(there.page, programs.origin);
  const page = await settings(here);
  await page.getByText('this browser').waitFor();
  await page.getByRole('button', {name: 'End all others'}).click();
  await page.getByText(/other sessions? ended/).waitFor();
  assert.equal((await there.page.request.get(`${programs.origin}/api/v1/me`)).status(), 401);
  assert.equal(await page.getByRole('button', {name: 'End all others'}).isVisible(), false);
  here.assertQuiet();
  await here.leave();
  await there.leave();
});

test('everything is taken along as one file', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'Export everything'}).click()]);
  assert.match(download.suggestedFilename(), /^music-time-machine-demo-.*\.zip$/);
  execFileSync('unzip', ['-tq', await download.path()]);
  visit.assertQuiet();
  await visit.leave();
});

test('the keyboard is at the reading that it began', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  await page.getByRole('button', {name: 'Sync now'}).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'capture');
  await answered(page, `${programs.origin}/api/v1/capture`, (capture) => capture.finished_at);
  visit.assertQuiet();
  await visit.leave();
});

test('an export that is refused says why', async () => {
  const visit = await browser.visit();
  visit.expectComplaint(/409/);
  const page = await settings(visit);
  await page.route('**/api/v1/export*', (route) => route.fulfill({
    status: 409, contentType: 'application/problem+json', body: '{"title":"Conflict","status":409,"detail":"An export of yours is under way."}',
  }));
  await page.getByRole('link', {name: 'Export as CSV'}).click();
  await page.getByRole('alert').filter({hasText: 'An export of yours is under way.'}).waitFor();
  await page.unroute('**/api/v1/export*');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'Export as CSV'}).click()]);
  execFileSync('unzip', ['-tq', await download.path()]);
  visit.assertQuiet();
  await visit.leave();
});

test('a time zone that the browser does not know leaves the page as it is', async () => {
  const visit = await browser.visit();
  await logIn(visit.page, programs.origin);
  await captured(visit.page, programs.origin);
  await visit.page.route('**/api/v1/me', async (route) => {
    const answer = await route.fetch();
    const me = await answer.json();
    await route.fulfill({response: answer, json: {...me, user: {...me.user, time_zone: 'Mars/Olympus_Mons'}}});
  });
  await visit.page.goto(`${programs.origin}/settings`);
  await visit.page.getByRole('heading', {name: 'What is kept of you'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('nothing is deleted before its words are typed, and then it is gone', async () => {
  const visit = await browser.visit({width: 390, height: 800});
  visit.expectComplaint(/401/);
  const page = await settings(visit, 'ada');
  await page.getByRole('button', {name: 'Delete history'}).click();
  const dialog = page.getByRole('dialog');
  const go = dialog.getByRole('button', {name: 'Delete the history'});
  assert.ok(await go.isDisabled());
  await assertNoSidewaysScroll(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({state: 'detached'});
  await page.getByRole('button', {name: 'Delete history'}).click();
  await dialog.getByLabel(/to confirm/).fill('delete my history');
  await go.click();
  await page.getByText('Your history is deleted.').waitFor();
  await page.getByRole('heading', {name: 'Nothing has been read yet'}).waitFor();
  await page.waitForFunction(() => document.activeElement.textContent === 'Delete history');  // the keyboard is back
  await answered(page, `${programs.origin}/api/v1/dashboard`, (dashboard) => dashboard.tracks === 0);
  await page.getByRole('button', {name: 'Delete account'}).click();
  await dialog.getByLabel(/to confirm/).fill('ada');
  await dialog.getByRole('button', {name: 'Delete everything'}).click();
  await page.getByText('Your account is deleted').waitFor();
  assert.equal((await page.request.get(`${programs.origin}/api/v1/me`)).status(), 401);
  visit.assertQuiet();
  await visit.leave();
});

test('who disconnects Spotify is told so, and comes back to the same page by connecting again', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  await page.getByRole('button', {name: 'Disconnect'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/to confirm/).fill('disconnect');
  await dialog.getByRole('button', {name: 'Disconnect'}).click();
  await page.getByText('You disconnected Spotify. What you have is safe').waitFor();
  await page.getByText('You disconnected Spotify. Nothing new arrives until you connect it again.').waitFor();
  assert.equal(await page.getByText('Spotify wants you to log in again').count(), 0);
  await page.goto(`${programs.origin}/playlists`);
  await page.getByRole('link', {name: 'Connect Spotify again'}).click();
  await page.getByRole('button', {name: 'Agree'}).click();
  await page.waitForURL(`${programs.origin}/playlists`);
  await page.goto(`${programs.origin}/settings`);
  await page.getByText(/Connected\. Expires in \d+ days\./).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('the page fits a phone by day and by night, and every heading can be jumped to', async () => {
  for (const dark of [false, true]) {
    const visit = await browser.visit({width: 390, height: 800, dark});
    const page = await settings(visit);
    await assertNoSidewaysScroll(page);
    for (const link of await page.getByRole('navigation', {name: 'On this page'}).getByRole('link').all()) {
      const id = (await link.getAttribute('href')).slice(1);
      assert.equal(await page.locator(`h2#${id}`).count(), 1, `${id} is there`);
    }
    visit.assertQuiet();
    await visit.leave();
  }
});
