/**
 * The program of the checkout page, for what is better with one: the countdown, a payment that is over elsewhere (paid in
 * another tab, or by an advanced clock), and a redirect that can be stopped. It only shows and hides what the server has
 * rendered. Between two responses of the server it measures time by `Date`, because the sandbox's clock is a virtual one,
 * and because timers stand still while a phone sleeps.
 */
import { byId, find, parsePage } from '../../pages/browser.js';
import { formatCountdown } from '../../pages/format.js';

/** Milliseconds from one look at the server to the next. */
const CHECK_INTERVAL = 5000;

type Timer = ReturnType<typeof setTimeout>;

const payment = byId('payment');
const isPending = () => payment.dataset.state === 'pending';

/** Milliseconds that were left when the server last said so, at `heardAt`. */
let left = Number.NaN;
let heardAt = 0;
let standsStill = false;

function hear(page: Document): void {
  const milliseconds = Number(page.getElementById('countdown')?.dataset.milliseconds);
  // A clock that has not moved since the last time stands still.
  standsStill = milliseconds === left && Date.now() - heardAt >= 2000;
  left = milliseconds;
  heardAt = Date.now();
}

let ticking: Timer | undefined;
function tick(): void {
  clearTimeout(ticking);
  const rest = left - (standsStill ? 0 : Date.now() - heardAt);
  if (rest <= 0) {
    expire();
    return;
  }
  const countdown = byId('countdown');
  const timer = countdown.querySelector('[role=timer]');
  if (timer) timer.textContent = formatCountdown(rest);
  countdown.hidden = false;
  ticking = setTimeout(tick, rest % 1000 || 1000);
}

function expire(): void {
  const expired = byId<HTMLTemplateElement>('expired').content.cloneNode(true) as DocumentFragment;
  setTitle(expired);
  for (const part of document.querySelectorAll<HTMLElement>('[data-until-expiry]')) part.hidden = true;
  byId<HTMLButtonElement>('pay').disabled = true;
  byId('notice').replaceChildren(expired);
}

/** The title begins with what has become of the payment, as its heading says. */
function setTitle(part: ParentNode): void {
  document.title = document.title.replace(/^[^·]*/, `${part.querySelector('h2')?.textContent} `);
}

/** Takes over what has become of the payment; into the live region, so that it is read out. */
function update(page: Document): void {
  const fresh = page.getElementById('payment');
  if (!fresh || !isPending()) return;
  if (fresh.dataset.state === 'pending') {
    // The countdown ran ahead of the sandbox's clock.
    if (byId<HTMLButtonElement>('pay').disabled) location.reload();
    else {
      hear(page);
      tick();
    }
    return;
  }
  clearTimeout(ticking);
  setTitle(fresh);
  payment.dataset.state = fresh.dataset.state;
  const notice = byId('notice');
  notice.replaceChildren(...fresh.children);
  payment.replaceChildren(notice);
  redirect();
}

let checking: Timer | undefined;
async function check(): Promise<void> {
  clearTimeout(checking);
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    const markup = await response.text();
    if (response.ok) update(parsePage(markup));
  } catch {
    // The next check asks again.
  }
  checkLater();
}

function checkLater(): void {
  clearTimeout(checking);
  if (isPending() && !document.hidden) checking = setTimeout(check, CHECK_INTERVAL);
}

/** Leads back to the shop after a while, unless the customer stays. */
function redirect(): void {
  const notice = find('redirect');
  if (!notice) return;
  const stay = byId('stay');
  const leaving = setTimeout(() => {
    // The documentation shows the page in a frame, and keeps it there.
    if (dispatchEvent(new Event('leave', { cancelable: true }))) location.replace(byId<HTMLAnchorElement>('back').href);
  }, Number(notice.dataset.seconds) * 1000);
  stay.hidden = false;
  stay.addEventListener('click', () => {
    clearTimeout(leaving);
    notice.textContent = notice.dataset.staying ?? '';
    stay.hidden = true;
  });
}

if (isPending()) {
  hear(document);
  tick();
  checkLater();
  document.addEventListener('visibilitychange', () => {
    if (isPending() && !document.hidden) check();
  });
}
redirect();
