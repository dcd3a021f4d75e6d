import messages from 'site:messages';
import { all } from './dom.js';

/** How long a button confirms that it has copied, in milliseconds. */
const CONFIRMED = 1_600;

/** Buttons that copy the code beside them. @param within what was added to the page later */
export function activateCopyButtons(within: ParentNode = document): void {
  for (const button of all<HTMLButtonElement>('button.copy', within)) {
    const code = button.parentElement?.querySelector('code');
    if (!code) continue;
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const isCopied = await copyText(code.textContent ?? '', button);
      button.focus({ preventScroll: true });
      if (!isCopied) {
        // So that the reader can copy it with the keyboard.
        getSelection()?.selectAllChildren(code);
        return;
      }
      button.textContent = messages.copied;
      button.classList.add('copied');
      setTimeout(() => {
        button.textContent = label;
        button.classList.remove('copied');
      }, CONFIRMED);
    });
  }
}

/** Pages without access to the clipboard (plain http on another machine) copy a selection. False when that fails too. */
export async function copyText(text: string, button: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    // Beside the button: an open dialog makes everything outside unselectable.
    button.after(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    return isCopied;
  }
}
