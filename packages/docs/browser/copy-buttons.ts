import messages from 'site:messages';
import { all } from './dom.js';

/** How long a button says that it has copied, in milliseconds. */
const SAID = 1_600;

/** The buttons that copy the code beside them. What comes into the page later is named. */
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
        // The reader copies it with the keyboard.
        getSelection()?.selectAllChildren(code);
        return;
      }
      button.textContent = messages.copied;
      button.classList.add('copied');
      setTimeout(() => {
        button.textContent = label;
        button.classList.remove('copied');
      }, SAID);
    });
  }
}

/**
 * Where the clipboard is closed to pages (plain http on another machine), a selection is copied as it always was. False where
 * that is refused too.
 */
async function copyText(text: string, button: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    // Beside the button: what is outside an open dialog cannot be selected.
    button.after(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    return isCopied;
  }
}
