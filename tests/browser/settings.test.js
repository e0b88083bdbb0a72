// The pages of settings: the account, what is kept and taken along, shares, keys, sessions, and what is ended for good.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {assertAccessible} from './support/axe.js';
import {answered, answersIn, assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

/** One of the pages, as somebody whose music has been read sees it. */
async function settings(visit, path = '/settings', person = 'demo') {
  await logIn(visit.page, programs.origin, person);
  await captured(visit.page, programs.origin);
  await open(visit.page, path);
  return visit.page;
}

async function open(page, path) {
  await page.goto(`${programs.origin}${path}`);
  await page.waitForFunction(() => !document.querySelector('#settings .loading'));
}

const kPages = {'/settings': 'You', '/settings/shares': 'Shares', '/settings/keys': 'API keys', '/settings/sessions': 'Sessions', '/settings/danger': 'Danger zone'};

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
  const page = await settings(visit, '/settings/keys');
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
  const page = await settings(visit, '/settings/keys');
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
  const page = await settings(here, '/settings/sessions');
  await page.getByText('this browser').waitFor();
  await page.getByRole('button', {name: 'End all others'}).click();
  await page.getByText(/other sessions? ended/).waitFor();
  assert.equal((await there.page.request.get(`${programs.origin}/api/v1/me`)).status(), 401);
  assert.equal(await page.getByRole('button', {name: 'End all others'}).isVisible(), false);
  here.assertQuiet();
  await here.leave();
  await there.leave();
});

test('everything is taken along as an archive or as spreadsheets, and the files are named so', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  for (const [name, kind, content] of [['Download archive', 'archive', 'plays.jsonl'], ['Download spreadsheets', 'spreadsheets', 'plays.csv']]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name}).click()]);
    assert.match(download.suggestedFilename(), new RegExp(`^music-time-machine-demo-${kind}-\\d{4}-\\d\\d-\\d\\d\\.zip$`));
    assert.ok(execFileSync('unzip', ['-l', await download.path()], {encoding: 'utf8'}).includes(content));
  }
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
  await page.getByRole('link', {name: 'Download spreadsheets'}).click();
  await page.getByRole('alert').filter({hasText: 'An export of yours is under way.'}).waitFor();
  await page.unroute('**/api/v1/export*');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', {name: 'Download spreadsheets'}).click()]);
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
  await open(visit.page, '/settings');
  assert.equal(await visit.page.getByLabel('Time zone').inputValue(), 'Mars/Olympus Mons');
  visit.assertQuiet();
  await visit.leave();
});

test('nothing is deleted before its words are typed, and then it is gone', async () => {
  const visit = await browser.visit({width: 390, height: 800});
  visit.expectComplaint(/401/);
  const page = await settings(visit, '/settings/danger', 'ada');
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
  await page.waitForFunction(() => document.activeElement.textContent === 'Delete history');  // the keyboard is back
  await answered(page, `${programs.origin}/api/v1/dashboard`, (dashboard) => dashboard.tracks === 0);
  await open(page, '/settings');
  await page.getByRole('heading', {name: 'Nothing has been read yet'}).waitFor();
  await open(page, '/settings/danger');
  await page.getByRole('button', {name: 'Delete account'}).click();
  await dialog.getByLabel(/to confirm/).fill('ada');
  await dialog.getByRole('button', {name: 'Delete everything'}).click();
  await page.getByText('Your account is deleted').waitFor();
  assert.equal((await page.request.get(`${programs.origin}/api/v1/me`)).status(), 401);
  visit.assertQuiet();
  await visit.leave();
});

test('who disconnects Spotify is told so, sees why nothing syncs, and comes back to the same page by connecting again', async () => {
  const visit = await browser.visit();
  const page = await settings(visit, '/settings/danger');
  await page.getByRole('button', {name: 'Disconnect'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/to confirm/).fill('disconnect');
  await dialog.getByRole('button', {name: 'Disconnect'}).click();
  await page.getByText('You disconnected Spotify. What you have is safe').waitFor();
  await page.getByText('Spotify is disconnected already.').waitFor();
  assert.ok(await page.getByRole('button', {name: 'Disconnect'}).isDisabled());
  await open(page, '/settings');
  await page.getByText('You disconnected Spotify. Nothing new arrives until you connect it again.').waitFor();
  await page.getByText('You disconnected Spotify. Connect it again to sync.').waitFor();
  assert.ok(await page.getByRole('button', {name: 'Sync now'}).isDisabled());
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

test('a time zone is found by typing, with the keyboard alone, and kept', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  const zone = page.getByRole('combobox', {name: 'Time zone'});
  const zoneKept = async () => (await (await page.request.get(`${programs.origin}/api/v1/me`)).json()).user.time_zone;
  assert.equal(await zone.inputValue(), 'Europe/Berlin');
  await zone.focus();
  await page.keyboard.type('kolk');
  await page.getByRole('option').first().waitFor();
  assert.match(await page.getByRole('option').first().textContent(), /^Asia\/(Calcutta|Kolkata) \d/);
  assert.equal(await zone.getAttribute('aria-expanded'), 'true');
  assert.equal(await zone.getAttribute('aria-activedescendant'), await page.getByRole('option', {selected: true}).getAttribute('id'));
  await page.keyboard.press('Escape');
  assert.equal(await zone.inputValue(), 'Europe/Berlin');
  assert.equal(await page.getByRole('option').count(), 0);

  await page.keyboard.type('são');  // with an accent or without
  await page.getByRole('option', {name: /^America\/Sao Paulo/}).waitFor();
  assert.equal(await page.getByRole('option').count(), 2);  // São Tomé is the first
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Saved. Days now begin at midnight in America/Sao Paulo.').waitFor();
  assert.equal(await zoneKept(), 'America/Sao_Paulo');

  await zone.fill('nowhere at all');
  await page.getByText('No time zone has that name.').waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await zone.inputValue(), 'America/Sao Paulo', 'what is not chosen changes nothing');
  await zone.fill('central european');
  await page.getByRole('option', {name: /^Europe\/Berlin/}).or(page.getByRole('option').last()).first().waitFor();
  assert.ok(await page.getByRole('option').count() > 1);
  await zone.fill('berlin');
  await page.getByRole('option', {name: /^Europe\/Berlin/}).click();
  await page.getByText('Saved. Days now begin at midnight in Europe/Berlin.').waitFor();
  assert.equal(await zoneKept(), 'Europe/Berlin');
  visit.assertQuiet();
  await visit.leave();
});

test('a link to what was a section of one long page leads to its page', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  const moved = {account: '/settings#account', holdings: '/settings#holdings', import: '/sources', shares: '/settings/shares', 'api-keys': '/settings/keys',
                 sessions: '/settings/sessions', leaving: '/settings/sessions', deleting: '/settings/danger'};
  for (const [anchor, path] of Object.entries(moved)) {
    await page.goto('about:blank');
    await page.goto(`${programs.origin}/settings#${anchor}`);
    await page.waitForURL(`${programs.origin}${path}`);
    await page.waitForFunction(() => !document.querySelector('#settings .loading'));
    if (path.includes('#')) assert.equal(await page.locator(`h2#${anchor}`).count(), 1);
  }
  visit.assertQuiet();
  await visit.leave();
});

test('every page of settings leads to the others, fits, and satisfies axe, by day and by night, on a phone and on a desk', async () => {
  for (const [width, dark] of [[390, false], [390, true], [1440, false], [1440, true]]) {
    const visit = await browser.visit({width, height: 844, dark, still: true});
    const page = await settings(visit);
    for (const [path, name] of Object.entries(kPages)) {
      await page.getByRole('navigation', {name: 'Settings'}).getByRole('link', {name}).click();
      await page.waitForURL(`${programs.origin}${path}`);
      await page.waitForFunction(() => !document.querySelector('#settings .loading'));
      assert.equal(await page.getByRole('heading', {level: 1}).textContent(), name);
      assert.equal(await page.locator('.tabs [aria-current]').textContent(), name);
      await assertNoSidewaysScroll(page);
      await assertAccessible(page, `${path} at ${width}`);
    }
    await page.getByRole('button', {name: 'Delete account'}).click();
    await page.getByRole('dialog').waitFor();
    await assertAccessible(page, `the dialog at ${width}`);
    await open(page, '/settings');
    await page.getByLabel('Time zone').fill('new');
    await page.getByRole('option').first().waitFor();
    await assertAccessible(page, `the zones at ${width}`);
    await open(page, '/settings/keys');
    await page.getByLabel('Name', {exact: true}).fill(`key ${width} ${dark}`);
    await page.getByRole('button', {name: 'Make a key'}).click();
    await page.getByLabel(/Copy it now/).waitFor();
    await assertNoSidewaysScroll(page);
    await assertAccessible(page, `a new key at ${width}`);
    visit.assertQuiet();
    await visit.leave();
  }
});

test('nothing of a page of settings moves while it loads', async () => {
  const visit = await browser.visit();
  const page = await settings(visit);
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({value, hadRecentInput}) => { if (!hadRecentInput) window.shift += value; })).observe({type: 'layout-shift', buffered: true});
  });
  for (const path of Object.keys(kPages)) {
    await open(page, path);
    await answersIn(page);
    assert.ok(await page.evaluate(() => window.shift) < 0.05, path);
  }
  await visit.leave();
});
