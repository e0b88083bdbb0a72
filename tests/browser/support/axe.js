// What axe-core finds wrong with a page as it stands (WCAG 2.2 A and AA, and its best practices).
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const kSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Visit with `still: true`: colours in the middle of a movement are nobody's contrast. */
export async function assertAccessible(page, what = page.url()) {
  await page.evaluate(kSource);
  const {violations} = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`), [], `${what} has none of what axe looks for`);
}
