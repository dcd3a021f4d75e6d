/**
 * Lets the clock tick and counts down. The sandbox's clocks are virtual ones: they go on from what the page said last,
 * unless they stand still.
 */
export const TIME_SCRIPT = `
let heardAt = Date.now();
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
  const passed = main.dataset.frozen === 'true' ? 0 : Date.now() - heardAt;
  const moment = Number(main.dataset.now) + passed;
  const date = new Date(moment);
  const still = main.dataset.frozen === 'true' ? ' · stands still' : '';
  find('clock').dateTime = date.toISOString();
  say(document.querySelector('.utc span'), date.getUTCDate() + '\\u00a0' + months[date.getUTCMonth()] + '\\u00a0' + date.getUTCFullYear());
  say(document.querySelector('.utc strong'), timeOfDay(moment));
  say(document.querySelector('.jakarta'), timeOfDay(moment + WIB_OFFSET) + ' WIB' + still);
  const clocks = JSON.parse(main.dataset.clocks);
  let isOver = false;
  for (const countdown of document.querySelectorAll('[data-until]')) {
    const rest = Number(countdown.dataset.until) - clocks[countdown.dataset.clock] - passed;
    say(countdown, rest > 0 ? ' · in ' + left(rest) : '');
    if (rest <= 0) isOver = true;
  }
  // That the time of a payment is over is no event.
  if (isOver) refresh();
};
`;
