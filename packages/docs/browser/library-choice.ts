import { all, element, memory } from './dom.js';

/** The programs of a language, in their order: with our package, and without a library. The style shows the chosen one. */
const LIBRARIES = ['package', 'none'];

const KEY = 'kgiton.library';

/**
 * The choice between the two programs of a language.
 *
 * @param id the tab of the language, which names the choice
 * @param nameOf says what a program uses
 */
export function libraryChoice(
  id: string,
  figures: readonly HTMLElement[],
  nameOf: (figure: HTMLElement) => string,
): HTMLElement {
  const choice = element('div', { role: 'radiogroup', class: 'choice choice-library', 'aria-labelledby': id });
  for (const [position, figure] of figures.entries()) {
    const value = LIBRARIES[position] ?? '';
    figure.dataset.library = value;
    const label = element('label', {});
    label.append(
      element('input', { type: 'radio', name: `library-${id}`, value }),
      element('span', {}, nameOf(figure)),
    );
    choice.append(label);
  }
  return choice;
}

/** Makes every choice of a library on the page the same, and keeps it for all pages. */
export function activateLibraryChoices(): void {
  const inputs = all<HTMLInputElement>('.choice-library input');
  const show = (value: string) => {
    for (const input of inputs) input.checked = input.value === value;
  };
  show(memory.get(KEY) ?? LIBRARIES[0] ?? '');
  for (const input of inputs) {
    input.addEventListener('change', () => {
      memory.set(KEY, input.value);
      // The programs above may change their height; the chosen one stays in place.
      const before = input.getBoundingClientRect().top;
      show(input.value);
      window.scrollBy({ top: input.getBoundingClientRect().top - before, behavior: 'instant' });
    });
  }
}
