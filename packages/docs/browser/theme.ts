import { all, memory } from './dom.js';

/** The button that changes between light and dark. Redoc remembers the choice under this key, and so does the site. */
export function activateTheme(): void {
  const { classList } = document.documentElement;
  for (const button of all<HTMLButtonElement>('.theme-button')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const next = classList.contains('dark') ? 'light' : 'dark';
      classList.remove('light', 'dark');
      classList.add(next);
      memory.set('redoc.colorMode', next);
    });
  }
}
