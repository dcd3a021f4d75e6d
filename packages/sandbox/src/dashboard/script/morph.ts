/**
 * Makes an element like another one and keeps what it can: an element that stays is never taken out, so it keeps the
 * focus, what was typed into it and what was chosen. Elements with an id are the same if their ids are.
 */
export const MORPH_SCRIPT = `
const morph = (from, to) => {
  if (from.nodeType === Node.TEXT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) return;
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const name of from.getAttributeNames()) {
    const opened = name === 'open' && from.nodeName === 'DETAILS';
    if (!to.hasAttribute(name) && !opened) from.removeAttribute(name);
  }
  morphChildren(from, to);
};

const alike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && one.id === other.id;

const morphChildren = (from, to) => {
  const staying = new Set([...to.children].map((child) => child.id).filter(Boolean));
  let next = from.firstChild;
  for (const child of [...to.childNodes]) {
    const same = child.id && [...from.children].find((other) => alike(other, child));
    // What is in the way of an element that stays, goes: the element itself is not to be moved.
    while (next && (next.id ? !staying.has(next.id) : same)) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    if (next && alike(next, child)) {
      const here = next;
      next = next.nextSibling;
      morph(here, child);
      continue;
    }
    if (same) morph(same, child);
    from.insertBefore(same || child, next);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
};
`;
