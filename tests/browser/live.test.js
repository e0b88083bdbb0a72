// What changes elsewhere appears on an open page by itself: plays and syncs, of this person alone, over one stream for each page.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertAccessible} from './support/axe.js';
import {answered, assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const kDeadline = 5_000;  // ms from a change to its place on the page

const {programs, browser} = await stage();

const rows = (page) => page.locator('.last-plays li .title').allTextContents();

/** Today of somebody whose music has been read, with its stream open. `reloads()` counts documents from then on. */
async function today(options, person = 'demo') {
  const visit = await browser.visit(options);
  const {page} = visit;
  await logIn(page, programs.origin, person);
  await captured(page, programs.origin);
  const open = page.waitForResponse((response) => response.url().endsWith('/api/v1/events'));
  await page.goto(`${programs.origin}/dashboard`);
  await open;
  await page.locator('.tallies').waitFor();
  let documents = 0;
  page.on('framenavigated', () => ++documents);
  return {...visit, reloads: () => documents};
}

/** A play of a quarter of an hour ago that the session's person adds by hand, of a track that is not on that page: its name. */
async function addPlay(session, page) {
  const shown = await rows(page);
  const {tracks} = (await (await session.page.request.get(`${programs.origin}/api/v1/dashboard`)).json()).top;
  const {id, name} = tracks.find((track) => !shown.includes(track.name));
  const started = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 15 * 60_000).toISOString();
  const reply = await session.page.request.post(`${programs.origin}/api/v1/history`, {data: {track_id: id, started_at: started}, headers: {Origin: programs.origin}});
  assert.equal(reply.status(), 201);
  return name;
}

const appears = (page, name) => page.waitForFunction((wanted) => [...document.querySelectorAll('.last-plays li .title')].some(({textContent}) => textContent === wanted), name, {timeout: kDeadline});

test('a play that another session adds appears on Today, and nothing else of the list or under the keyboard moves', async () => {
  const here = await today(), there = await browser.visit();
  await logIn(there.page, programs.origin);
  const {page} = here;
  const before = await rows(page);
  await page.locator('.last-plays li .title a').nth(1).focus();
  const name = await addPlay(there, page);
  await appears(page, name);
  assert.deepEqual((await rows(page)).filter((row) => row !== name), before.slice(0, -1));
  assert.equal(await page.evaluate(() => document.activeElement.textContent), before[1], 'the keyboard is where it was');
  await page.getByRole('status').filter({hasText: `1 new play: ${name}.`}).waitFor({state: 'attached'});
  assert.equal(here.reloads(), 0);
  here.assertQuiet();
  await here.leave();
  await there.leave();
});

test('a play of another person changes nothing here', async () => {
  const here = await today(), other = await today({}, 'ada');
  const before = await rows(here.page);
  await appears(other.page, await addPlay(other, other.page));
  const mine = await addPlay(here, here.page);  // the stream here is open: it tells of this one
  await appears(here.page, mine);
  assert.deepEqual((await rows(here.page)).filter((row) => row !== mine), before.slice(0, -1));
  await here.leave();
  await other.leave();
});

test('a sync that is begun elsewhere is seen on Today and in the settings, to its end', async () => {
  const here = await today(), settings = await browser.visit(), there = await browser.visit();
  await logIn(settings.page, programs.origin);
  await settings.page.goto(`${programs.origin}/settings`);
  await settings.page.getByRole('heading', {name: /has been read/}).waitFor();
  await logIn(there.page, programs.origin);
  await programs.faults({rules: [{route: 'GET /v1/me/tracks', delay_ms: 300}]});
  await there.page.request.post(`${programs.origin}/api/v1/capture`, {headers: {Origin: programs.origin}});
  await here.page.getByText('Syncing …').waitFor({timeout: kDeadline});
  await settings.page.getByRole('heading', {name: 'Reading your music'}).waitFor({timeout: kDeadline});
  await programs.faults({});
  await answered(there.page, `${programs.origin}/api/v1/capture`, (capture) => capture.finished_at);
  await here.page.getByText(/^Synced /).waitFor({timeout: kDeadline});
  await settings.page.getByRole('heading', {name: /has been read/}).waitFor({timeout: kDeadline});
  assert.equal(here.reloads(), 0);
  here.assertQuiet();
  settings.assertQuiet();
  for (const visit of [here, settings, there]) await visit.leave();
});

test('a page has one stream, which ends when the page is hidden, and what came meanwhile is there when it is seen again', async () => {
  const here = await today(), there = await browser.visit();
  await logIn(there.page, programs.origin);
  const {page} = here;
  const streams = new Set();
  page.on('request', (request) => request.url().endsWith('/events') && streams.add(request));
  for (const how of ['requestfinished', 'requestfailed']) page.on(how, (request) => streams.delete(request));
  const hide = (hidden) => page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', {configurable: true, get: () => value});
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/v1/events'));
  await hide(true);
  await closed;
  const name = await addPlay(there, page);
  const opened = page.waitForRequest((request) => request.url().endsWith('/api/v1/events'));
  await hide(false);
  await opened;
  await appears(page, name);
  assert.equal(streams.size, 1);
  here.assertQuiet();
  await here.leave();
  await there.leave();
});

test('a stream that breaks is opened again, later each time, and in silence; one whose session has ended leads to the login', async () => {
  const here = await today(), there = await browser.visit();
  await logIn(there.page, programs.origin);
  const {page} = here;
  here.expectComplaint(/401|503|api\/v1\/events/);
  const attempts = [];
  await page.route('**/api/v1/events', (route) => {
    attempts.push(Date.now());
    return attempts.length < 3 ? route.fulfill({status: 503, body: '{}'}) : route.continue();
  });
  await page.reload();
  await page.locator('.last-plays li').first().waitFor();
  await page.waitForResponse((response) => response.url().endsWith('/api/v1/events') && response.status() === 200, {timeout: 20_000});
  assert.ok(attempts[2] - attempts[1] > 1_000, 'with a breath between');
  assert.equal(await page.locator('.notice').count(), 0);
  const name = await addPlay(there, page);
  await appears(page, name);
  await there.page.request.post(`${programs.origin}/api/v1/sessions/end-others`, {headers: {Origin: programs.origin}});
  await page.getByText('Your session has ended.').waitFor();
  await here.leave();
  await there.leave();
});

test('Today and the history satisfy axe by day and by night, on a phone and on a desk', async () => {
  for (const [width, dark] of [[390, false], [390, true], [1440, false], [1440, true]]) {
    const visit = await today({width, height: 844, dark, still: true});
    await assertNoSidewaysScroll(visit.page);
    await assertAccessible(visit.page, `Today at ${width}`);
    await visit.page.goto(`${programs.origin}/history`);
    await visit.page.locator('.plays > li').first().waitFor();
    await assertAccessible(visit.page, `the history at ${width}`);
    visit.assertQuiet();
    await visit.leave();
  }
});
