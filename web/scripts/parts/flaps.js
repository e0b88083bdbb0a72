// Split flaps that show a number and fall from digit to digit when it changes.
import {h, reducedMotion} from '../dom.js';

const kMostFalls = 6;  // further digits are skipped, so that no change takes longer than a glance

/** `show(text)` sets it. For ears the whole is one text, spoken by the element's neighbour: the flaps are decoration. */
export function flaps(places) {
  const cells = Array.from({length: places}, () => h('span', {class: 'flap'}));
  const element = h('span', {class: 'flaps', 'aria-hidden': 'true'}, cells);
  let journey = 0;
  const show = (text) => {
    const mine = ++journey;
    const letters = String(text).padStart(places, ' ').slice(-places);
    cells.forEach((cell, place) => fall(cell, letters[place], () => mine === journey));
  };
  return {element, show};
}

async function fall(cell, target, stillWanted) {
  if (reducedMotion() || !/\d/.test(cell.textContent) || !/\d/.test(target)) {
    cell.textContent = target;
    return;
  }
  const from = Number(cell.textContent);
  const distance = (Number(target) - from + 10) % 10;
  for (let step = Math.max(1, distance - kMostFalls + 1); step <= distance && stillWanted(); ++step) {
    cell.textContent = String((from + step) % 10);
    const turn = cell.animate([{transform: 'perspective(6em) rotateX(-80deg)'}, {transform: 'none'}], {duration: 70, easing: 'ease-in'});
    await turn.finished.catch(() => {});
  }
  if (stillWanted()) cell.textContent = target;
}
