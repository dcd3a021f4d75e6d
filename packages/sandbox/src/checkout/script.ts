/**
 * The script of the checkout page, for what is better with one: the countdown, a payment that is over elsewhere (paid in
 * another tab, or by an advanced clock), and a redirect that can be stopped. It only shows and hides what the server has
 * rendered. Between two answers of the server time is measured by `Date`, because the sandbox's clock is a virtual one,
 * and because timers stand still while a phone sleeps.
 */
export const CHECKOUT_SCRIPT = `'use strict';
const CHECK_INTERVAL = 5000;
const find = (id) => document.getElementById(id);
const payment = find('payment');

/** Milliseconds that were left when the server said so. */
let left;
let heardAt;
let stands = false;

const hear = (milliseconds) => {
  // A clock that has not moved since the last time is one that stands still.
  stands = milliseconds === left && Date.now() - heardAt >= 2000;
  left = milliseconds;
  heardAt = Date.now();
};

const pad = (value) => String(value).padStart(2, '0');
const format = (seconds) => {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours ? hours + ':' + pad(minutes) : minutes) + ':' + pad(seconds % 60);
};

let ticking;
const tick = () => {
  clearTimeout(ticking);
  const countdown = find('countdown');
  const rest = left - (stands ? 0 : Date.now() - heardAt);
  if (rest <= 0) return expire();
  countdown.querySelector('[role=timer]').textContent = format(Math.ceil(rest / 1000));
  countdown.hidden = false;
  ticking = setTimeout(tick, rest % 1000 || 1000);
};

const entitle = (part) => {
  document.title = document.title.replace(/^[^·]*/, part.querySelector('h2').textContent + ' ');
};

const expire = () => {
  const expired = find('expired').content.cloneNode(true);
  entitle(expired);
  for (const part of document.querySelectorAll('[data-until-expiry]')) part.hidden = true;
  find('pay').disabled = true;
  find('notice').replaceChildren(expired);
};

/** Takes over what has become of the payment; into its live region, so that it is read out. */
const renew = (page) => {
  const fresh = page.getElementById('payment');
  if (!fresh || payment.dataset.state !== 'pending') return;
  if (fresh.dataset.state === 'pending') {
    // Counted down further than the sandbox's clock has gone.
    if (find('pay').disabled) return location.reload();
    hear(Number(page.getElementById('countdown').dataset.milliseconds));
    return tick();
  }
  clearTimeout(ticking);
  entitle(fresh);
  payment.dataset.state = fresh.dataset.state;
  const notice = find('notice');
  notice.replaceChildren(...fresh.children);
  payment.replaceChildren(notice);
  lead();
};

let checking;
const check = async () => {
  clearTimeout(checking);
  try {
    const response = await fetch(location.href, { cache: 'no-store' });
    const markup = await response.text();
    // Without its head, whose style has another nonce: browsers would report it.
    if (response.ok) renew(new DOMParser().parseFromString(markup.slice(markup.indexOf('<body>')), 'text/html'));
  } catch {
    // Asked again.
  }
  wait();
};
const wait = () => {
  clearTimeout(checking);
  if (payment.dataset.state === 'pending' && !document.hidden) checking = setTimeout(check, CHECK_INTERVAL);
};

const lead = () => {
  const redirect = find('redirect');
  if (!redirect) return;
  const stay = find('stay');
  const leave = setTimeout(() => location.replace(find('back').href), redirect.dataset.seconds * 1000);
  stay.hidden = false;
  stay.addEventListener('click', () => {
    clearTimeout(leave);
    redirect.textContent = redirect.dataset.staying;
    stay.hidden = true;
  });
};

if (payment.dataset.state === 'pending') {
  hear(Number(find('countdown').dataset.milliseconds));
  tick();
  wait();
  document.addEventListener('visibilitychange', () => {
    if (payment.dataset.state === 'pending' && !document.hidden) check();
  });
}
lead();
`;
