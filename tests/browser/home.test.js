// The front page: a demo and the way in for guests, the way on for others.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {assertAccessible} from './support/axe.js';
import {answersIn, assertNoSidewaysScroll, captured, logIn} from './support/browser.js';
import {startPrograms} from './support/programs.js';
import {stage} from './support/stage.js';

const {programs, browser} = await stage();

const kYear = new Date().getFullYear();

test('the board travels through the years by itself, stops at a button, and goes to the year that is chosen', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await page.goto(`${programs.origin}/`);
  const shown = () => page.locator('.demo-year[aria-pressed="true"]').textContent();
  assert.match(await shown(), new RegExp(`^${kYear}: `));
  await page.locator('.demo-year[aria-pressed="true"]', {hasText: String(kYear - 1)}).waitFor();
  await page.getByRole('button', {name: 'Pause the journey through the years'}).click();
  await page.getByRole('button', {name: 'Play the journey through the years'}).waitFor();
  await page.getByRole('button', {name: new RegExp(`^${kYear - 8}\\s?: 22,030 minutes$`)}).click();
  await page.getByText('Loving You').first().waitFor();
  await page.getByRole('status').filter({hasText: `${kYear - 8}: Loving You by Leona & the Perfumes`}).waitFor({state: 'attached'});
  await page.waitForFunction((year) => document.querySelector('.demo-when .flaps').textContent === String(year), kYear - 8);
  assert.equal(await page.locator('.demo-year').count(), 10);
  visit.assertQuiet();
  await visit.leave();
});

test('who asks for less motion has a board that stands until it is told to move', async () => {
  const visit = await browser.visit({still: true});
  await visit.page.goto(`${programs.origin}/`);
  await visit.page.getByRole('button', {name: 'Play the journey through the years'}).waitFor();
  visit.assertQuiet();
  await visit.leave();
});

test('initials can be read on every sleeve that is drawn', async () => {
  const visit = await browser.visit({still: true});
  const {page} = visit;
  await page.goto(`${programs.origin}/`);
  const contrasts = [];
  for (const button of await page.locator('.demo-year').all()) {
    await button.click();
    contrasts.push(...await page.locator('.demo-rows .drawn').evaluateAll((sleeves) => sleeves.flatMap((sleeve) => {
      const light = (element) => {
        const [red, green, blue] = getComputedStyle(element).fill.match(/[\d.]+/g).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const ink = light(sleeve.querySelector('text'));
      return [...sleeve.querySelectorAll('rect, g > *')].map((part) => (ink + 0.05) / (light(part) + 0.05));
    })));
  }
  assert.equal(contrasts.length, 80);
  assert.ok(Math.min(...contrasts) >= 4.5, `the least contrast is ${Math.min(...contrasts)}`);
  visit.assertQuiet();
  await visit.leave();
});

test('the demo and the ways in lead where they say', async () => {
  const visit = await browser.visit();
  const {page} = visit;
  await page.goto(`${programs.origin}/`);
  await page.getByRole('link', {name: 'Try the demo'}).click();
  await page.getByRole('button', {name: 'Agree'}).click();
  await page.waitForURL(`${programs.origin}/dashboard`);
  await page.goto('about:blank');  // the page still asks, and would be refused
  await page.context().clearCookies();
  await page.goto(`${programs.origin}/`);
  await page.getByRole('link', {name: 'Bring your history'}).click();
  await page.getByRole('button', {name: 'Agree'}).click();
  await page.waitForURL(`${programs.origin}/sources`);
  await page.goto(`${programs.origin}/`);
  await page.getByRole('link', {name: 'To today'}).click();
  await page.waitForURL(`${programs.origin}/dashboard`);
  visit.assertQuiet();
  await visit.leave();
});

test('where the real Spotify is asked there is no demo to try', async () => {
  const others = await startPrograms({SPOTIFY_ACCOUNTS_URL: 'https://accounts.spotify.com', SPOTIFY_API_URL: 'https://api.spotify.com', SPOTIFY_FEATURES_URL: ''});
  const visit = await browser.visit();
  await visit.page.goto(`${others.origin}/`);
  await visit.page.getByRole('link', {name: 'Log in with Spotify'}).waitFor();
  assert.equal(await visit.page.getByRole('link', {name: 'Try the demo'}).count(), 0);
  assert.equal(await visit.page.locator('#entrance a').count(), 2);
  await visit.leave();
  await others.stop();
});

test('the front page fits, satisfies axe and never moves, by day and by night, for a guest and for others', async () => {
  for (const [width, dark] of [[390, false], [390, true], [820, false], [1440, false], [1440, true]]) {
    const visit = await browser.visit({width, height: 844, dark, still: true});
    const {page} = visit;
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({value, hadRecentInput}) => { if (!hadRecentInput) window.shift += value; })).observe({type: 'layout-shift', buffered: true});
    });
    const look = async (who) => {
      await page.goto(`${programs.origin}/`);
      await answersIn(page);
      await assertNoSidewaysScroll(page);
      await assertAccessible(page, `the front page for ${who} at ${width}`);
      assert.ok(await page.evaluate(() => window.shift) < 0.01, `${await page.evaluate(() => window.shift)} for ${who} at ${width}`);
    };
    await look('a guest');
    await logIn(page, programs.origin);
    await captured(page, programs.origin);
    await look('a person');
    visit.assertQuiet();
    await visit.leave();
  }
});
