// Shows by itself that an order was paid or that its payment expired. Without this script there is a link for it.
const EVERY_MILLISECONDS = 2000;
const current = () => document.querySelector('#payment');

async function update() {
  const { order, state } = current().dataset;
  const answer = await fetch(`${order}/status`);
  if (!answer.ok) return;
  const { state: now } = await answer.json();
  // A payment that was begun in another tab is paid there.
  if (now === state || now === 'waiting') return;
  // The server alone knows what the page looks like: take the new part of its page.
  const page = new DOMParser().parseFromString(await (await fetch(order)).text(), 'text/html');
  current().replaceWith(page.querySelector('#payment'));
  document.title = page.title;
  document.querySelector('#news').textContent = document.querySelector('#state').textContent;
}

async function keepUpdating() {
  // A page that nobody looks at asks nothing; one that comes back, from a banking app, asks at once.
  if (!document.hidden) await update().catch(console.error);
  if (current().dataset.state !== 'paid') setTimeout(keepUpdating, EVERY_MILLISECONDS);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden && current().dataset.state !== 'paid') update().catch(console.error);
});
keepUpdating();
