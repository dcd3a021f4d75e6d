/**
 * Lets the clock tick and counts down. The sandbox's clock is a virtual one: it goes on from what the page said last,
 * unless it stands still.
 */
export const TIME_SCRIPT = `
let heardAt = Date.now();
const now = () => Number(main.dataset.now) + (main.dataset.frozen === 'true' ? 0 : Date.now() - heardAt);
const pad = (value) => String(value).padStart(2, '0');
const timeOfDay = (moment) => new Date(moment).toISOString().slice(11, 19);
const WIB_OFFSET = 7 * 60 * 60 * 1000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const left = (milliseconds) => {
  const seconds = Math.ceil(milliseconds / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours ? hours + ':' + pad(minutes) : minutes) + ':' + pad(seconds % 60);
};

const say = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

const tick = () => {
  const moment = now();
  const date = new Date(moment);
  const still = main.dataset.frozen === 'true' ? ' · stands still' : '';
  find('clock').dateTime = date.toISOString();
  say(document.querySelector('.utc span'), date.getUTCDate() + '\\u00a0' + months[date.getUTCMonth()] + '\\u00a0' + date.getUTCFullYear());
  say(document.querySelector('.utc strong'), timeOfDay(moment));
  say(document.querySelector('.jakarta'), timeOfDay(moment + WIB_OFFSET) + ' WIB' + still);
  for (const countdown of document.querySelectorAll('[data-until]')) {
    const rest = Number(countdown.dataset.until) - moment;
    say(countdown, rest > 0 ? ' · in ' + left(rest) : '');
  }
  // A payment that expires is no event; the page says when the next one does.
  if (main.dataset.nextExpiry && Number(main.dataset.nextExpiry) <= moment) refresh();
};
`;
