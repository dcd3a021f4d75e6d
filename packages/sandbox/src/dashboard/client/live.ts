import { byId, find, parsePage } from '../../pages/browser.js';
import { morph } from './morph.js';
import { hear, setText, texts, tick } from './time.js';

const main = byId('main');
const status = byId('status');

const regionsOf = (page: ParentNode) => [...page.querySelectorAll<HTMLElement>('[data-live]')];
/** The markup of each region as the server rendered it last. */
const known = new Map(regionsOf(document).map((region) => [region.id, region.outerHTML]));

let quiet: ReturnType<typeof setTimeout> | undefined;
export function tell(text: string, state: 'live' | 'lost'): void {
  clearTimeout(quiet);
  document.body.dataset.connection = state;
  setText(status, text);
  if (state === 'live' && text) quiet = setTimeout(() => setText(status, ''), 2000);
}

/** Takes over the regions that have changed of a page that the server has rendered; none if it is no such page. */
export function show(markup: string): Document | undefined {
  const page = parsePage(markup);
  const fresh = page.getElementById('main');
  if (!fresh) return undefined;
  Object.assign(main.dataset, fresh.dataset);
  hear();

  const focused = document.activeElement;
  const around = idsAround(focused);
  const changed = regionsOf(page).filter(({ id, outerHTML }) => known.get(id) !== outerHTML);
  for (const region of changed) {
    known.set(region.id, region.outerHTML);
    morph(byId(region.id), region);
  }
  // The button that was pressed may be gone; whoever works by keyboard goes on from the same row.
  if (!focused?.isConnected) {
    const row = around.map((id) => find(id)).find((element) => element?.hasAttribute('tabindex'));
    row?.focus({ preventScroll: true });
  }
  countDown();
  if (changed.length > 0) tell(texts.updated, 'live');
  return page;
}

/** The ids of an element and of those around it, the innermost first. */
function idsAround(element: Element | null): string[] {
  const ids: string[] = [];
  for (let one = element; one; one = one.parentElement) if (one.id) ids.push(one.id);
  return ids;
}

let isRefreshing = false;
let isStale = false;
/** Asks the server for the page, once more if something changes meanwhile. */
export async function refresh(): Promise<void> {
  isStale = true;
  if (isRefreshing) return;
  isRefreshing = true;
  try {
    while (isStale) {
      isStale = false;
      const response = await fetch(main.dataset.self ?? '/', { cache: 'no-store' });
      // The session has ended.
      if (response.status === 401) return location.reload();
      if (response.ok) show(await response.text());
    }
  } catch {
    // The stream of events notices it too, and says so.
  } finally {
    isRefreshing = false;
  }
}

/** Lets the times go on. That a payment has expired is no event, so then the server is asked. */
export function countDown(): void {
  if (tick()) refresh();
}

/** Updates the page whenever the sandbox says that something has changed. */
export function listen(): void {
  const events = new EventSource(main.dataset.events ?? '');
  events.addEventListener('open', () => tell('', 'live'));
  events.addEventListener('changed', refresh);
  events.addEventListener('error', () => {
    tell(texts.stopped, 'lost');
    if (events.readyState !== EventSource.CLOSED) return;
    refresh();
    setTimeout(listen, 2000);
  });
  // An open stream keeps a page from being kept for "Back".
  addEventListener('pagehide', () => events.close());
}
