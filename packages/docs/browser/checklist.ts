import { all, memory } from './dom.js';

/** What a reader has ticked off stays so. A task is known by its page and anchor, the same in both languages. */
export function activateChecklist(): void {
  for (const task of all('.task')) {
    const box = task.querySelector('input');
    if (!box || !task.id) continue;
    const key = `kgiton.task.${document.body.dataset.page}.${task.id}`;
    box.checked = memory.get(key) === 'done';
    box.addEventListener('change', () => memory.set(key, box.checked ? 'done' : ''));
  }
}
