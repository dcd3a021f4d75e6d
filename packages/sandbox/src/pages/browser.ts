// What the programs of both pages need in the browser.

/** The element with this id, which the page always has. */
export function byId<Type extends HTMLElement = HTMLElement>(id: string): Type {
  const element = find<Type>(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}

/** The element with this id, if the page has it at the moment. */
export function find<Type extends HTMLElement = HTMLElement>(id: string): Type | null {
  return document.getElementById(id) as Type | null;
}

/** Reads a page that the server has rendered. */
export function parsePage(markup: string): Document {
  // Without its head, whose style has another nonce: browsers would report it.
  return new DOMParser().parseFromString(markup.slice(markup.indexOf('<body>')), 'text/html');
}
