/** Renews the parts of the page that have changed, whenever the sandbox says that something has. */
export const LIVE_SCRIPT = `
const regions = (from) => [...from.querySelectorAll('[data-live]')];
const known = new Map(regions(document).map((region) => [region.id, region.outerHTML]));
const status = find('status');
let quiet;

const tell = (text, state) => {
  clearTimeout(quiet);
  document.body.dataset.connection = state;
  say(status, text);
  if (state === 'live' && text) quiet = setTimeout(() => say(status, ''), 2000);
};

/** Takes over a page that the server has rendered. Says whether it was one. */
const show = (markup) => {
  // Without its head, whose style has another nonce: browsers would report it.
  const page = new DOMParser().parseFromString(markup.slice(markup.indexOf('<body>')), 'text/html');
  const fresh = page.getElementById('main');
  if (!fresh) return undefined;
  Object.assign(main.dataset, fresh.dataset);
  heardAt = Date.now();

  const focused = document.activeElement;
  const around = [];
  for (let one = focused; one && one !== document.body; one = one.parentElement) if (one.id) around.push(one.id);
  let changed = false;
  for (const region of regions(page)) {
    const markup = region.outerHTML;
    if (known.get(region.id) === markup) continue;
    known.set(region.id, markup);
    morph(find(region.id), region);
    changed = true;
  }
  // The button that was pressed may be gone; whoever works by keyboard goes on from the same row.
  if (!focused.isConnected) around.map(find).find((one) => one && one.tabIndex >= -1 && one.hasAttribute('tabindex'))?.focus({ preventScroll: true });
  tick();
  if (changed) tell('Updated', 'live');
  return page;
};

let refreshing = false;
let again = false;
const refresh = async () => {
  again = true;
  if (refreshing) return;
  refreshing = true;
  try {
    while (again) {
      again = false;
      const response = await fetch(main.dataset.self, { cache: 'no-store' });
      if (response.ok) show(await response.text());
    }
  } catch {
    // The stream of events notices it too, and says so.
  } finally {
    refreshing = false;
  }
};

const listen = () => {
  const events = new EventSource(EVENTS_PATH);
  events.addEventListener('open', () => tell('', 'live'));
  events.addEventListener('changed', refresh);
  events.addEventListener('error', () => {
    tell('The sandbox has stopped', 'lost');
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  // An open stream keeps a page from being kept for "Back".
  addEventListener('pagehide', () => events.close());
};
addEventListener('pageshow', (event) => event.persisted && location.reload());

tick();
setInterval(tick, 1000);
listen();
`;
