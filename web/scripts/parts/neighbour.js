// Where the keyboard goes when a line of a list is taken away.

/** The button nearest to where line `index` was: of the line that moved up, of one below it, or of one above; null for none. */
export function neighbour(list, index) {
  const lines = [...list.children];
  const nearest = [...lines.slice(index), ...lines.slice(0, index).reverse()];
  return nearest.map((line) => line.querySelector('button')).find(Boolean) ?? null;
}

export const indexOf = (element) => [...element.parentElement.children].indexOf(element);
