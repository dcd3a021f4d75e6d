/**
 * The program of the dashboard, for what is better with one: the page updates itself, forms are sent without a reload,
 * and times count down. It shows nothing but what the server has rendered.
 */
import { byId } from '../../pages/browser.js';
import { countDown, listen, show, tell } from './live.js';
import { texts } from './time.js';

const notice = byId('notice');

function complain(problem: string | Element): void {
  const said = typeof problem === 'string' ? document.createElement('p') : problem;
  if (typeof problem === 'string') said.textContent = problem;
  said.className = 'notice';
  notice.replaceChildren(said);
  said.scrollIntoView({ block: 'nearest' });
}

const sending = new WeakSet<HTMLFormElement>();
document.addEventListener('submit', async (event) => {
  const form = event.target as HTMLFormElement;
  if (form.method !== 'post' || 'leave' in form.dataset) return;
  event.preventDefault();
  const { confirm: question } = form.dataset;
  if (sending.has(form) || (question && !confirm(question))) return;
  sending.add(form);
  try {
    // A form with no file has texts alone.
    const fields = [...new FormData(form, event.submitter)] as [string, string][];
    const response = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) });
    if (response.status === 401) return location.reload();
    const text = await response.text();
    const page = show(text);
    if (!page) return complain(text);
    const problem = page.querySelector('#notice > *');
    if (problem) return complain(problem);
    notice.replaceChildren();
    form.reset();
  } catch {
    complain(texts.noResponse);
  } finally {
    sending.delete(form);
  }
});

const openPicker = () => document.querySelector<HTMLDetailsElement>('#picker-list[open]');

document.addEventListener('click', async ({ target }) => {
  if (!(target instanceof Element)) return;
  const picker = openPicker();
  if (picker && !picker.contains(target)) picker.open = false;
  const button = target.closest<HTMLElement>('[data-copy]');
  if (!button) return;
  const command = byId(button.dataset.copy ?? '');
  try {
    await navigator.clipboard.writeText(command.textContent ?? '');
    tell(texts.copied, 'live');
  } catch {
    getSelection()?.selectAllChildren(command);
  }
});

document.addEventListener('keydown', ({ key }) => {
  const picker = openPicker();
  if (key !== 'Escape' || !picker) return;
  picker.open = false;
  picker.querySelector('summary')?.focus();
});

document.documentElement.classList.add('scripted');
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
countDown();
setInterval(countDown, 1000);
listen();
