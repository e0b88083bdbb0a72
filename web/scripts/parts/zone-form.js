// The time zone in which years and months begin. It is kept as soon as it is chosen.
import {patch} from '../api.js';
import {h} from '../dom.js';
import {sentenceOf} from '../session.js';

export function zoneForm(known) {
  const select = h('select', {'aria-label': 'Time zone'}, zoneOptions(known));
  const said = h('p', {class: 'small', role: 'status'});
  select.addEventListener('change', async () => {
    try {
      await patch('/api/v1/me', {time_zone: select.value});
      said.textContent = `Years and months now begin at midnight in ${spaced(select.value)}.`;
    } catch (problem) {
      said.textContent = sentenceOf(problem);
    }
  });
  return h('div', {class: 'field'}, select, said);
}

/** The options of a select, with this one chosen, or the browser's own when none is known. */
export function zoneOptions(known) {
  const own = known ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([own, 'UTC', ...Intl.supportedValuesOf?.('timeZone') ?? []])].sort();
  return zones.map((zone) => h('option', {value: zone, selected: zone === own}, spaced(zone)));
}

const spaced = (zone) => zone.replaceAll('_', ' ');
