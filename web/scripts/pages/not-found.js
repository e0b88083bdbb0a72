// An address that leads nowhere.
import {flaps} from '../parts/flaps.js';
import {page} from '../shell.js';

const display = flaps(3);
display.show(404);
document.getElementById('mark').append(display.element);

page(() => {}, {guests: true});
