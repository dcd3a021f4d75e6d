/**
 * The script of the checkout page, for what is better with one: the countdown, and a redirect that can be stopped. It
 * only shows and hides what the server has rendered. Time is measured from the moment of loading, because the sandbox's
 * clock is a virtual one; by `Date`, because timers stand still while a phone sleeps.
 */
export const CHECKOUT_SCRIPT = `'use strict';
const find = (id) => document.getElementById(id);
const loadedAt = Date.now();

const countdown = find('countdown');
if (countdown) {
  const timer = countdown.querySelector('[role=timer]');
  const pad = (value) => String(value).padStart(2, '0');
  const format = (seconds) => {
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    return (hours ? hours + ':' + pad(minutes) : minutes) + ':' + pad(seconds % 60);
  };
  const expire = () => {
    const expired = find('expired');
    document.title = document.title.replace(/^[^·]*/, expired.dataset.title + ' ');
    for (const part of document.querySelectorAll('[data-until-expiry]')) part.hidden = true;
    find('pay').disabled = true;
    find('notice').append(expired.content);
  };
  const tick = () => {
    const left = Number(countdown.dataset.milliseconds) - (Date.now() - loadedAt);
    if (left <= 0) return expire();
    timer.textContent = format(Math.ceil(left / 1000));
    setTimeout(tick, left % 1000 || 1000);
  };
  tick();
  countdown.hidden = false;
}

const redirect = find('redirect');
if (redirect) {
  const stay = find('stay');
  const leave = setTimeout(() => location.replace(find('back').href), redirect.dataset.seconds * 1000);
  stay.hidden = false;
  stay.addEventListener('click', () => {
    clearTimeout(leave);
    redirect.textContent = redirect.dataset.staying;
    stay.hidden = true;
  });
}
`;
