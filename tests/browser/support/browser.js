// A Chromium whose pages are watched: whatever the console, the content security policy or a script complains about
// fails the test.
import assert from 'node:assert/strict';
import {chromium} from 'playwright-core';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** A guest's question who they are is answered 401, which the browser writes into the console by itself. */
const kExpected = [/\/api\/v1\/me\b.*401|401.*\/api\/v1\/me\b/];

/** Complaints count on the pages of `origin` only: the sandbox has pages too. */
export async function startBrowser(origin) {
  const browser = await chromium.launch({
    executablePath: kChromium,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
  return {
    /** A browser of its own, with its own cookies. `still`: the reader asks for less motion. */
    async visit({width = 1280, height = 900, dark = false, still = false, locale = 'en-GB', timezoneId = 'Europe/Berlin'} = {}) {
      const context = await browser.newContext({
        viewport: {width, height}, locale, timezoneId,
        colorScheme: dark ? 'dark' : 'light', reducedMotion: still ? 'reduce' : 'no-preference',
      });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      return {page, context, ...watched(page, origin), leave: () => context.close()};
    },
    stop: () => browser.close(),
  };
}

function watched(page, origin) {
  const complaints = [];
  const allowed = [...kExpected];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || !message.location().url.startsWith(origin)) return;
    const text = `${message.text()} (${message.location().url})`;
    if (!allowed.some((pattern) => pattern.test(text))) complaints.push(text);
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  return {
    /** A complaint that belongs to what the test is about. */
    expectComplaint: (pattern) => allowed.push(pattern),
    assertQuiet: () => assert.deepEqual(complaints, [], 'the browser complained'),
  };
}

/** Through the sandbox's consent page, as a person does it. */
export async function logIn(page, origin, person = 'demo') {
  await page.goto(`${origin}/`);
  await page.getByRole('link', {name: 'Log in with Spotify'}).click();
  await page.locator(`input[name=person][value="${person}"]`).check();
  await page.getByRole('button', {name: 'Agree'}).click();
  await page.waitForURL(`${origin}/**`);
  await page.getByRole('navigation', {name: 'Main'}).waitFor();
}

/** Waits until the page is loaded and half a second has passed in which no answer arrived; a stream of events may stay open. */
export const answersIn = (page) => page.waitForFunction(() => document.readyState === 'complete' &&
    performance.now() - Math.max(...performance.getEntriesByType('resource').map(({responseEnd}) => responseEnd)) > 500);

/** Waits until everything has been read from the sandbox. */
export async function captured(page, origin) {
  await page.goto(`${origin}/dashboard`);
  await answered(page, `${origin}/api/v1/capture`, (capture) => capture?.finished_at);
}

/** Asks the API as this browser until the answer is as wanted. */
export async function answered(page, address, wanted, patience = 60_000) {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const answer = await (await page.request.get(address)).json();
    if (wanted(answer)) return answer;
  }
  assert.fail(`${address} never gives the answer this test waits for`);
}

export async function assertNoSidewaysScroll(page) {
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(excess, 0, `${page.url()} is ${excess}px wider than the window`);
}
