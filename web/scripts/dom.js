// Makes elements. Text always becomes a text node, so no data can turn into markup.

const kSvg = 'http://www.w3.org/2000/svg';

/** h('a', {href: '/x', class: 'soft'}, 'text', child): null and false children are left out. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(kSvg, tag), attributes, children);
}

/** An address that came as data, or null unless it is http or https: never javascript: or data:. */
export function safeUrl(text) {
  if (!text) return null;
  const url = URL.parse?.(text, location.href) ?? tryUrl(text);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

/**
 * Before what has the focus in `place` is switched off, hidden or taken away: remembers whether it is there. What this gives
 * is called afterwards with where the focus belongs then; it moves only when it was there and the browser has dropped it.
 */
export function focusIn(place) {
  const held = place.contains(document.activeElement);
  return (next = place) => {
    const active = document.activeElement;  // a browser may drop what is switched off or hidden no sooner than with its next frame
    if (held && (!active || active === document.body || active.disabled || active.closest('[hidden]'))) next.focus({preventScroll: true});
  };
}

/** Puts the elements there, in their order, and moves none that stands right: what is read or held by the keyboard stays. */
export function arrange(place, elements) {
  for (const element of [...place.children]) if (!elements.includes(element)) element.remove();
  elements.forEach((element, index) => element !== place.children[index] && place.insertBefore(element, place.children[index] ?? null));
}

export const reducedMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

function tryUrl(text) {
  try {
    return new URL(text, location.href);
  } catch {
    return null;
  }
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name.startsWith('--')) element.style.setProperty(name, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
