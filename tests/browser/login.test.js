import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {answered, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

test('a guest sees what this is and the way in, and nothing else', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await page.goto(`${programs.origin}/`);
  await page.getByRole('link', {name: 'Log in with Spotify'}).waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0);
  await page.goto(`${programs.origin}/dashboard`);
  await page.waitForURL(`${programs.origin}/`);
  await page.getByText('Log in to see this page.').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('who says no on the consent page comes back to a page that accepts it', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  visit.expectComplaint(/callback/);
  await page.goto(`${programs.origin}/login`);
  await page.getByRole('button', {name: 'Cancel'}).click();
  await page.getByRole('heading', {name: 'You said no, and that is fine'}).waitFor();
  assert.equal((await page.request.get(`${programs.origin}/api/v1/me`)).status(), 401);
  visit.assertQuiet();
  await visit.leave();
});

test('a guest who logs in lands on the page that was wanted, also after saying no first', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  visit.expectComplaint(/callback/);
  const wanted = `${programs.origin}/search?q=energy%3A%3E0.8`;
  await page.goto(wanted);
  await page.getByText('Log in to see this page.').waitFor();
  await page.reload();  // the note is gone, the page is still known
  await page.getByRole('link', {name: 'Log in with Spotify'}).click();
  await page.getByRole('button', {name: 'Cancel'}).click();
  await page.getByRole('heading', {name: 'You said no, and that is fine'}).waitFor();
  await page.getByRole('link', {name: 'Log in with Spotify'}).click();
  await page.getByRole('button', {name: 'Agree'}).click();
  await page.waitForURL(wanted);
  await page.getByRole('navigation', {name: 'Main'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('from every page the login leads back to that page, with its query and its place', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  const routes = readFileSync(new URL('../../src/api/routes.cpp', import.meta.url), 'utf8');
  const paths = [...routes.matchAll(/\{get, "([^"]+)", \w+_page, anyone\}/g)].map(([, path]) => path).filter((path) => path !== '/' && !path.startsWith('/s/'));
  assert.ok(paths.length >= 20);
  for (const pattern of paths) {
    const path = `${pattern.replace(/\{\w+\}/, '7')}?a=1&b=%26#place`;
    await page.goto('about:blank');
    await page.goto(programs.origin + path);
    await page.getByText('Log in to see this page.').waitFor();
    for (const name of ['Log in with Spotify', 'Try the demo']) {
      const login = new URL(await page.getByRole('link', {name}).getAttribute('href'), programs.origin);
      assert.deepEqual([login.pathname, login.searchParams.get('to')], ['/login', path]);
    }
  }
  await page.goto('about:blank');
  await page.goto(`${programs.origin}/settings/keys?from=mail#keys`);
  await page.getByRole('link', {name: 'Log in with Spotify'}).click();
  await page.getByRole('button', {name: 'Agree'}).click();
  await page.waitForURL(`${programs.origin}/settings/keys?from=mail#keys`);
  await page.getByRole('heading', {name: 'API keys'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('no link leads a login out of this site', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  for (const elsewhere of ['https://example.org/', '//example.org/', '/\\example.org/']) {
    await page.goto(`${programs.origin}/?note=login&to=${encodeURIComponent(elsewhere)}`);
    await page.getByRole('link', {name: 'Log in with Spotify'}).click();
    await page.getByRole('button', {name: 'Agree'}).click();
    await page.waitForURL(`${programs.origin}/dashboard`);
    await page.getByRole('navigation', {name: 'Main'}).waitFor();
    await page.context().clearCookies();
  }
  await visit.leave();
});

test('a callback that nobody here began is refused', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  visit.expectComplaint(/callback/);
  await page.goto(`${programs.origin}/callback?code=stolen&state=${'x'.repeat(43)}`);
  await page.getByRole('heading', {name: 'This login did not begin here'}).waitFor();
  assert.equal((await page.request.get(`${programs.origin}/api/v1/me`)).status(), 401);
  visit.assertQuiet();
  await visit.leave();
});

test('every reason why a login fails has words of its own', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  const plain = await (await page.request.get(`${programs.origin}/pages/message.html`)).text();
  const titles = new Set();
  for (const code of ['denied', 'expired', 'replayed', 'forged', 'spotify_down', 'not_configured', 'not_registered']) {
    const body = plain.replace('<html lang="en">', `<html lang="en" data-problem="${code}">`);
    await page.route('**/callback', (route) => route.fulfill({contentType: 'text/html', body}));
    await page.goto(`${programs.origin}/callback`);
    await page.locator('#mark .flap').first().waitFor();
    titles.add(await page.getByRole('heading', {level: 1}).textContent());
    await page.unroute('**/callback');
  }
  assert.equal(titles.size, 7);
  assert.equal(titles.has('The login did not work'), false);
  visit.assertQuiet();
  await visit.leave();
});

test('the menu logs out, and the session is over on the server too', async () => {
  const visit = await browser.visit();
  const {page, context} = visit;
  await logIn(page, programs.origin);
  const cookies = await context.cookies();
  await page.locator('.account summary').click();
  await page.getByRole('button', {name: 'Log out'}).click();
  await page.getByText('You are logged out.').waitFor();
  await context.addCookies(cookies);
  assert.equal((await page.request.get(`${programs.origin}/api/v1/me`)).status(), 401, 'the old cookie opens nothing');
  visit.assertQuiet();
  await visit.leave();
});

test('logging out everywhere ends the session of another browser', async () => {
  const here = await browser.visit();
  const there = await browser.visit();
  await logIn(here.page, programs.origin);
  await logIn(there.page, programs.origin);
  await here.page.goto(`${programs.origin}/settings/sessions`);
  await here.page.getByRole('button', {name: 'Log out everywhere'}).click();
  await here.page.getByText('You are logged out.').waitFor();
  await there.page.goto(`${programs.origin}/playlists`);
  await there.page.getByText('Your session has ended.').waitFor();
  here.assertQuiet();
  await here.leave();
  await there.leave();
});

test('who never was here is asked to log in, and is not told of a session that has ended', async () => {
  const visit = await browser.visit();
  for (const path of ['/analytics', '/tracks/7', '/settings']) {
    await visit.page.goto(`${programs.origin}${path}`);
    await visit.page.getByText('Log in to see this page.').waitFor();
  }
  visit.assertQuiet();
  await visit.leave();
});

test('the time zone of the browser is told to the server once', async () => {
  const visit = await browser.visit({timezoneId: 'Pacific/Auckland'});
  const {page} = visit;
  const told = page.waitForResponse((response) => response.request().method() === 'PATCH' && response.url().endsWith('/api/v1/me'));
  await logIn(page, programs.origin, 'ada');
  assert.ok((await told).ok());
  const me = await (await page.request.get(`${programs.origin}/api/v1/me`)).json();
  assert.equal(me.user.time_zone, 'Pacific/Auckland');
  let again = 0;
  page.on('request', (request) => { again += request.method() === 'PATCH'; });
  await page.goto(`${programs.origin}/settings`);
  await page.getByRole('heading', {name: 'Connection to Spotify'}).waitFor();
  assert.equal(again, 0);
  visit.assertQuiet();
  await visit.leave();
});

test('when Spotify wants a new login every page says so and leads there', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await programs.faults({expire_access_tokens: true, revoke_refresh_tokens: true});
  await page.goto(`${programs.origin}/settings`);
  await page.getByRole('button', {name: 'Sync now'}).click();
  await answered(page, `${programs.origin}/api/v1/me`, (me) => me.spotify.state === 'needs_login');
  for (const path of ['/', '/dashboard', '/time-machine', '/playlists', '/settings']) {
    await page.goto(`${programs.origin}${path}`);
    await page.getByRole('link', {name: 'Log in with Spotify again'}).first().waitFor();
  }
  await programs.faults({});
  await page.getByRole('link', {name: 'Log in with Spotify again'}).first().click();
  await page.getByRole('button', {name: 'Agree'}).click();
  await page.waitForURL(`${programs.origin}/**`);
  await page.goto(`${programs.origin}/settings`);
  await page.getByText(/Connected\. Expires in \d+ days\./).waitFor();
  await visit.leave();
});

test('a month before the permission ends every page says when, and leads to a new login', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.route('**/api/v1/me', async (route) => {
    const response = await route.fetch();
    const me = await response.json();
    Object.assign(me.spotify, {expires_at: '2026-12-24T12:00:00Z', expires_in_days: 30});
    me.user.time_zone = 'Europe/Berlin';
    await route.fulfill({response, json: me});
  });
  for (const path of ['/', '/dashboard', '/settings']) {
    await page.goto(`${programs.origin}${path}`);
    await page.getByText(/Spotify's permission ends on .*2026/).waitFor();
    await page.getByRole('link', {name: 'Log in again'}).waitFor();
  }
  visit.assertQuiet();
  await visit.leave();
});

test('who agreed to less than is needed is told what is missing, and may still read the rest', async () => {
  await programs.faults({granted_scopes: 'user-library-read user-read-recently-played playlist-read-private playlist-modify-private'});
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin, 'ada');
  await page.getByText('Log in again and agree to everything it lists.').waitFor();
  await captured(page, programs.origin);
  await page.goto(`${programs.origin}/settings`);
  await page.getByText('Spotify does not allow us: user-top-read. Log in again and agree to it.').waitFor();
  await page.getByRole('button', {name: 'Sync now'}).waitFor();
  await programs.faults({});
  visit.assertQuiet();
  await visit.leave();
});
