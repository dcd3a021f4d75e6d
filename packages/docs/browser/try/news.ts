import messages from 'site:messages';
import { element } from '../dom.js';
import { button } from './parts.js';

/** A line at the foot of the panel that says what has happened last, and leads there: on a phone it may be out of sight. */
export function createNews() {
  const text = element('span', { role: 'status' });
  let place: HTMLElement | undefined;
  const show = button(messages.try.show, () => {
    const heading = place?.querySelector<HTMLElement>('h3');
    heading?.focus({ preventScroll: true });
    place?.scrollIntoView({ block: 'start' });
    clear();
  });
  const bar = element('div', { class: 'try-news' }, text, show);
  show.hidden = true;
  function clear(): void {
    text.textContent = '';
    show.hidden = true;
  }

  // Whoever sees the step itself needs no line about it.
  const seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) clear();
  });

  return {
    element: bar,
    tell(news: string, step: HTMLElement) {
      place = step;
      text.textContent = news;
      show.hidden = false;
      seen.disconnect();
      const heading = step.querySelector('h3');
      if (heading) seen.observe(heading);
    },
    clear,
  };
}
