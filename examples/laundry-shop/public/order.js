// Updates the order page when the order is paid, or when its payment expires or fails. Without JavaScript, the page has a link for that.
const POLL_INTERVAL_MS = 2000;
const paymentSection = () => document.querySelector('#payment');
const isOver = () => ['paid', 'disputed', 'cancelled'].includes(paymentSection().dataset.state);

async function update() {
  const { order, state } = paymentSection().dataset;
  const response = await fetch(`${order}/status`);
  if (!response.ok) return;
  const { state: newState } = await response.json();
  // A payment started in another tab is paid there.
  if (newState === state || newState === 'waiting') return;
  // Only the server renders the page: fetch it and replace the section.
  const page = new DOMParser().parseFromString(await (await fetch(order)).text(), 'text/html');
  paymentSection().replaceWith(page.querySelector('#payment'));
  document.title = page.title;
  document.querySelector('#announcement').textContent = document.querySelector('#state').textContent;
}

async function keepUpdating() {
  // A hidden page does not poll. When it becomes visible again, for example after a banking app, it updates at once.
  if (!document.hidden) await update().catch(console.error);
  if (!isOver()) setTimeout(keepUpdating, POLL_INTERVAL_MS);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !isOver()) update().catch(console.error);
});
keepUpdating();
