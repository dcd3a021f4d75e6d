import { all } from './dom.js';

/** Headings above this line have been read, in pixels below the top of the window. A link scrolls to just above it. */
const READ_FROM = 120;

/** The last of the headings that a reader has reached; undefined above the first. */
function headingBeingRead(headings: readonly HTMLElement[]): HTMLElement | undefined {
  return headings.filter((heading) => heading.getBoundingClientRect().top < READ_FROM).at(-1);
}

/** Marks the part that is being read in the contents of the page. */
export function activateContents(): void {
  const links = new Map(all<HTMLAnchorElement>('.contents a').map((link) => [link.hash.slice(1), link]));
  if (links.size === 0) return;
  const headings = all('main :is(h2, h3)[id]').filter(({ id }) => links.has(id));
  let marked: HTMLAnchorElement | undefined;
  const mark = () => {
    const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4;
    const read = isAtEnd ? headings.at(-1) : headingBeingRead(headings);
    const link = links.get(read?.id ?? '');
    if (link === marked) return;
    marked?.removeAttribute('aria-current');
    marked = link;
    marked?.setAttribute('aria-current', 'location');
    marked?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  };
  let isPending = false;
  const markSoon = () => {
    if (isPending) return;
    isPending = true;
    requestAnimationFrame(() => {
      isPending = false;
      mark();
    });
  };
  document.addEventListener('scroll', markSoon, { passive: true });
  mark();
}

/** Makes the other language open where the reader is: both have the same anchors. */
export function activateLanguageSwitch(): void {
  for (const link of all<HTMLAnchorElement>('a.language')) {
    const address = link.href;
    const keepPlace = () => {
      const heading = window.scrollY > 0 ? headingBeingRead(all('main :is(h2, h3)[id]')) : undefined;
      link.href = heading ? `${address}#${heading.id}` : address;
    };
    for (const event of ['pointerenter', 'focus', 'click']) link.addEventListener(event, keepPlace);
  }
}

/**
 * Leads addresses of earlier versions to the page of their operation: `#generatePayment`, and before that
 * `#/payments/generatepayment`.
 */
export function followOldAddress(): void {
  const [, operation] = /^#(?:\/[^/]+\/)?(\w+)$/.exec(location.hash) ?? [];
  const links = all<HTMLAnchorElement>('main li[id] > a:has(> .method)');
  const link = operation && links.find((one) => one.parentElement?.id.toLowerCase() === operation.toLowerCase());
  if (link) location.replace(link.href);
}
