import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';

import {answersIn, assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

/** Every page of somebody whose music has been read, with a playlist and a track. */
async function addresses(page) {
  const ask = async (path, options) => (await page.request.fetch(`${programs.origin}${path}`, options)).json();
  const {years} = await ask('/api/v1/years?choice=loved');
  const kept = await ask('/api/v1/playlists', {
    method: 'POST', headers: {Origin: programs.origin}, data: {year: years[0].year, choice: 'loved', limit: 20, name: 'Kept'},
  });
  const {tracks} = await ask(`/api/v1/playlists/${kept.playlist_id}`);
  return ['/', '/dashboard', `/time-machine?year=${years[0].year}&choice=loved&limit=20`, '/playlists', `/playlists/${kept.playlist_id}`,
          `/tracks/${tracks[0].id}`, `/artists/${tracks[0].artist_id}`, ...tracks[0].album ? [`/albums/${tracks[0].id}`] : [],
          '/charts/artists', '/charts/albums?range=all&grid=5', '/recaps', `/recaps/${years[0].year}`, '/analytics', '/sources', '/settings', '/settings/shares', '/settings/keys', '/settings/sessions', '/settings/danger'];
}

async function settled(page) {
  await page.getByRole('heading', {level: 1}).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.loading, .waiting'));
  await answersIn(page);
}

for (const [width, dark] of [[360, false], [360, true], [390, false], [768, true], [1280, true]]) {
  test(`no page scrolls sideways or complains at ${width} pixels by ${dark ? 'night' : 'day'}`, async () => {
    const visit = await browser.visit({width, height: 800, dark});
    const {page} = visit;
      await logIn(page, programs.origin);
    await captured(page, programs.origin);
    for (const address of await addresses(page)) {
      await page.goto(`${programs.origin}${address}`);
      await settled(page);
      await assertNoSidewaysScroll(page);
      const lightness = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765);
      assert.equal(lightness < 0.5, dark, 'the page is as bright as the reader asked');
    }
    visit.assertQuiet();
    await visit.leave();
  });
}

test('every chart has a table behind it with as many figures', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  const charts = [];
  for (const address of await addresses(page)) {
    await page.goto(`${programs.origin}${address}`);
    await settled(page);
    charts.push(...await page.locator('figure:has(canvas)').evaluateAll((figures) => figures.map((figure) => ({
      title: figure.querySelector('figcaption').textContent,
      label: figure.querySelector('canvas').getAttribute('aria-label'),
      rows: figure.querySelectorAll('tbody tr').length,
      points: window.Chart.getChart(figure.querySelector('canvas'))?.data.datasets[0].data.filter((value) => value !== 0).length,
    }))));
  }
  assert.ok(charts.length >= 3, 'the dashboard has two charts, a journey one');
  for (const chart of charts) {
    assert.ok(chart.label?.includes(chart.title), `${chart.title} is described`);
    assert.ok(chart.rows >= chart.points && chart.rows > 0, `${chart.title}: ${chart.points} figures drawn, ${chart.rows} in the table`);
  }
  visit.assertQuiet();
  await visit.leave();
});

test('the dashboard shows what the API counts', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.goto(`${programs.origin}/dashboard`);
  await page.locator('.tallies').waitFor();
  const counted = await (await page.request.get(`${programs.origin}/api/v1/dashboard`)).json();
  const shown = await page.locator('.tallies dd').allTextContents();
  assert.deepEqual(shown.map((text) => Number(text.replace(/\D/g, ''))), [counted.tracks, counted.artists, counted.playlists]);
  assert.deepEqual(await page.locator('.sleeves .title').allTextContents(), counted.top.tracks.map((track) => track.name));
  visit.assertQuiet();
  await visit.leave();
});

test('every page has its landmarks, one main heading, and names for all it offers', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  for (const address of await addresses(page)) {
    await page.goto(`${programs.origin}${address}`);
    await settled(page);
    const framed = !address.startsWith('/recaps/');  // stories take the whole window
    for (const landmark of framed ? ['banner', 'main', 'contentinfo'] : ['main']) {
      assert.equal(await page.getByRole(landmark).count(), 1, `${address} has one ${landmark}`);
    }
    const navigations = await page.getByRole('navigation').evaluateAll((elements) => elements.map((element) => element.ariaLabel));
    assert.ok(navigations.length >= 1 || !framed, `${address} has a navigation`);
    assert.ok(navigations.length === 1 || navigations.every(Boolean), `${address}: each of several navigations has a name`);
    assert.equal(new Set(navigations).size, navigations.length, `${address}: no two navigations have the same name`);
    assert.equal(await page.getByRole('heading', {level: 1}).count(), 1, `${address} has one main heading`);
    const nameless = await page.locator('a, button, summary').evaluateAll((elements) => elements.filter((element) => !element.textContent.trim() && !element.ariaLabel).length);
    assert.equal(nameless, 0, `${address}: everything one can press has a name`);
    assert.equal(await page.locator('img:not([alt])').count(), 0, `${address}: every picture has an alt text`);
    const inline = await page.locator('[style], style, script:not([src])').evaluateAll((elements) => elements.filter((element) => element.tagName !== 'CANVAS' && element.matches('style, script')).length);
    assert.equal(inline, 0, `${address} has no inline script or style`);
  }
  visit.assertQuiet();
  await visit.leave();
});

test('an address that does not exist is a page that says so, with status 404', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  visit.expectComplaint(/404/);
  const response = await page.goto(`${programs.origin}/no/such/page`);
  assert.equal(response.status(), 404);
  await page.getByRole('heading', {name: 'This address is not on the timetable'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('while the database is away a page waits, says so, and goes on by itself', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  visit.expectComplaint(/503/);
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  let refused = 0;
  await page.route('**/api/v1/playlists', (route) => ++refused <= 2
      ? route.fulfill({status: 503, headers: {'Retry-After': '1'}, contentType: 'application/problem+json', body: '{"title":"Service Unavailable","status":503,"detail":"The database is unavailable."}'})
      : route.continue());
  await page.goto(`${programs.origin}/playlists`);
  await page.getByText('The database is unavailable.').waitFor();
  await page.getByRole('heading', {name: 'No playlist yet'}).or(page.locator('.shelf')).waitFor();
  assert.equal(await page.getByText('The database is unavailable.').count(), 0, 'the notice has gone');
  visit.assertQuiet();
  await visit.leave();
});

test('who asks for less motion gets the whole list at once', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  await page.goto(`${programs.origin}/time-machine`);
  await page.getByLabel('Name of the playlist').waitFor();
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.effect.getComputedTiming().activeDuration > 0).length);
  assert.equal(moving, 0);
  visit.assertQuiet();
  await visit.leave();
});

test('the page of a song that is no longer liked says since when', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  const capture = async () => {
    await page.request.post(`${programs.origin}/api/v1/capture`, {headers: {Origin: programs.origin}});
    await captured(page, programs.origin);
  };
  await programs.faults({rules: [{route: 'GET /v1/me/tracks', count: 1, unlikes: 1}]});
  await capture();  // unlikes it when it has been read
  await programs.faults({});
  await capture();
  const track = execFileSync('psql', [programs.database, '-qAtXc', 'select track_id from library where unsaved_at is not null']).toString().trim();
  await page.goto(`${programs.origin}/tracks/${track}`);
  await page.getByText('no longer liked since').waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('a track\'s page shows its versions, and what is decided of them counts at once', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await logIn(page, programs.origin);
  await captured(page, programs.origin);
  const sql = (text) => execFileSync('psql', [programs.database, '-qAtXc', text]).toString().trim();
  const [one, two] = sql('select track_id from library where saved_at is not null order by track_id limit 2').split('\n');
  sql(`update tracks set isrc = 'XXTST2600001' where id in (${one}, ${two});
       delete from plays where track_id in (${one}, ${two});
       insert into plays (source_id, version, user_id, track_id, played_at) select 0, 0, user_id, track_id, now() - interval '1 hour' * (track_id - ${one} + 1) from library
         where track_id in (${one}, ${two});
       update libraries set version = version + 1, epoch = epoch + 1`);
  const played = (times) => page.locator('.tallies > div', {hasText: 'Plays'}).locator('.value', {hasText: new RegExp(`^${times}$`)}).waitFor();
  await page.goto(`${programs.origin}/tracks/${one}`);
  const versions = page.getByRole('region', {name: 'Its versions'});
  await versions.getByText('has the same ISRC').waitFor();
  await played(2);
  await versions.getByRole('button', {name: 'Not the same'}).click();
  await versions.getByText('Not the same, as you said').waitFor();
  await played(1);
  await versions.getByRole('button', {name: 'Undo'}).click();
  await versions.getByText('has the same ISRC').waitFor();
  await played(2);
  await assertNoSidewaysScroll(page);
  visit.assertQuiet();
  await visit.leave();
});
