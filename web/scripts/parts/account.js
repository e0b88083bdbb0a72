// Who one is here: name, Spotify user, since when, and the time zone, which is kept as soon as it is chosen.
import {patch} from '../api.js';
import {h, safeUrl} from '../dom.js';
import {sentenceOf} from '../session.js';
import {dayOf} from '../words.js';
import {facts, section} from './section.js';
import {spaced, zoneField} from './zone-field.js';

export function accountSection(user) {
  const picture = safeUrl(user.image_url);
  const name = user.display_name ?? user.spotify_user_id;
  const zone = zoneField({
    id: 'time-zone', label: 'Time zone', known: user.time_zone, hint: 'Type a city. Days, months and years begin at midnight there.',
    onChoose: async (chosen, say) => {
      try {
        await patch('/api/v1/me', {time_zone: chosen});
        say(`Saved. Days now begin at midnight in ${spaced(chosen)}.`);
      } catch (problem) {
        say(sentenceOf(problem));
        return false;
      }
    },
  });
  return section({id: 'account', title: 'Account'}, facts({
    'Name': h('span', {class: 'row'}, picture && h('img', {class: 'portrait', src: picture, alt: ''}), name),
    'Spotify user': user.spotify_user_id,
    'Here since': dayOf(user.created_at, user.time_zone),
  }), zone.element);
}
