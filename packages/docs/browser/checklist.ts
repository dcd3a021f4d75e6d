import { all, memory } from './dom.js';

/** What a reader has ticked off stays so. A task is known by its place, the same in both languages. */
export function activateChecklist(): void {
  const page = location.pathname.split('/').at(-1) ?? '';
  for (const [position, box] of all<HTMLInputElement>('.task input').entries()) {
    const key = `kgiton.task.${page}.${position}`;
    box.checked = memory.get(key) === 'done';
    box.addEventListener('change', () => memory.set(key, box.checked ? 'done' : ''));
  }
}
