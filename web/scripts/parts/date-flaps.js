// The first day of some days on split flaps: day, month and year of a day or week, month and year of a month, a year alone.
import {h} from '../dom.js';
import {dayText} from '../periods.js';
import {monthName} from '../words.js';
import {flaps} from './flaps.js';

const kParts = {day: 3, week: 3, custom: 3, rolling: 3, month: 2, year: 1, all: 0};

/** `show(unit, day)`: what kind of days they are, and the first of them or null. For ears others say it. */
export function dateFlaps() {
  const [day, month, year] = [flaps(2), flaps(3), flaps(4)];
  const element = h('span', {class: 'date-flaps', 'aria-hidden': 'true'}, day.element, month.element, year.element);
  return {
    element,
    show(unit, first) {
      const parts = first === null ? 0 : kParts[unit];
      const text = first === null ? '    ' : dayText(first);
      day.element.hidden = parts > 0 && parts < 3;
      month.element.hidden = parts === 1;
      day.show(parts === 3 ? String(Number(text.slice(8))) : '');
      month.show(parts >= 2 ? [...monthName(text).replace('.', '').toUpperCase()].slice(0, 3).join('') : '');
      year.show(parts >= 1 ? text.slice(0, 4) : '');
    },
  };
}
