/**
 * Makes an element like another one and keeps what it can: an element that stays is never taken out, so it keeps the
 * focus, what was typed into it and what was chosen. Elements with an id are the same if their ids are.
 */
export function morph(from: ChildNode, to: ChildNode): void {
  if (from instanceof Text && to instanceof Text) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (!(from instanceof Element && to instanceof Element)) return;
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  for (const name of from.getAttributeNames()) {
    const isOpened = name === 'open' && from.nodeName === 'DETAILS';
    if (!to.hasAttribute(name) && !isOpened) from.removeAttribute(name);
  }
  morphChildren(from, to);
}

function morphChildren(from: Element, to: Element): void {
  const staying = new Set([...to.children].map(({ id }) => id).filter(Boolean));
  let next = from.firstChild;
  /** The next child, which is then dealt with. */
  const take = (child: ChildNode) => {
    next = child.nextSibling;
    return child;
  };
  for (const child of [...to.childNodes]) {
    const same = idOf(child) ? [...from.children].find((other) => isAlike(other, child)) : undefined;
    // What is in the way of an element that stays is removed: the element itself must not move.
    while (next && (idOf(next) ? !staying.has(idOf(next)) : same)) take(next).remove();
    if (next && isAlike(next, child)) {
      morph(take(next), child);
      continue;
    }
    if (same) morph(same, child);
    from.insertBefore(same ?? child, next);
  }
  while (next) take(next).remove();
}

function isAlike(one: ChildNode, other: ChildNode): boolean {
  return one.nodeName === other.nodeName && idOf(one) === idOf(other);
}

function idOf(node: ChildNode): string {
  return node instanceof Element ? node.id : '';
}
