/** Sends forms without a reload, asks before a reset, copies the command, and closes the list of API keys. */
export const FORMS_SCRIPT = `
const notice = find('notice');
const complain = (text) => {
  const problem = document.createElement('p');
  problem.className = 'notice';
  problem.textContent = text;
  notice.replaceChildren(problem);
  problem.scrollIntoView({ block: 'nearest' });
};

const sending = new WeakSet();
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  event.preventDefault();
  if (sending.has(form) || (form.dataset.confirm && !confirm(form.dataset.confirm))) return;
  sending.add(form);
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const response = await fetch(form.action, { method: 'POST', body });
    const text = await response.text();
    const page = show(text);
    if (!page) return complain(text);
    const problem = page.getElementById('notice').textContent;
    if (problem) return complain(problem);
    notice.replaceChildren();
    form.reset();
  } catch {
    complain('The sandbox did not answer. Is it still running?');
  } finally {
    sending.delete(form);
  }
});

document.addEventListener('click', async ({ target }) => {
  const list = find('picker-list');
  if (list && !list.contains(target)) list.open = false;
  const button = target.closest('[data-copy]');
  if (!button) return;
  try {
    await navigator.clipboard.writeText(find(button.dataset.copy).textContent);
    tell('Copied', 'live');
  } catch {
    getSelection().selectAllChildren(find(button.dataset.copy));
  }
});

document.addEventListener('keydown', (event) => {
  const list = find('picker-list');
  if (event.key !== 'Escape' || !list?.open) return;
  list.open = false;
  list.querySelector('summary').focus();
});
`;
