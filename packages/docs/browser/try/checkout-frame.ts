import { element } from '../dom.js';
import { PAGE_ORIGIN, type PageSandbox } from './sandbox.js';

export interface CheckoutFrame {
  element: HTMLIFrameElement;
  /** Shows the page at an address of the sandbox. */
  open(url: string): Promise<void>;
  /** Makes the page look at once whether its payment has changed. */
  look(): void;
}

/**
 * The checkout page of the sandbox in the page, as the sandbox renders it, with its program. It has no address, so what
 * would send a request goes to the sandbox from here. The policy of this page holds in the frame too.
 *
 * @param onLeave called with the address of the shop when the page leads there
 */
export function createCheckoutFrame(
  sandbox: PageSandbox,
  title: string,
  onLeave: (url: string) => void,
): CheckoutFrame {
  const frame = element('iframe', { class: 'try-checkout', title });
  let address = '';

  async function open(url: string): Promise<void> {
    address = url;
    const response = await sandbox.fetch(new Request(url));
    frame.srcdoc = await response.text();
  }

  async function submit(form: HTMLFormElement): Promise<void> {
    const action = new URL(form.getAttribute('action') ?? '', PAGE_ORIGIN);
    const response = await sandbox.fetch(new Request(action, { method: 'POST' }));
    await open(new URL(response.headers.get('location') ?? '', PAGE_ORIGIN).href);
  }

  frame.addEventListener('load', () => {
    const { contentDocument: page, contentWindow: view } = frame;
    if (!page || !view) return;
    view.fetch = () => sandbox.fetch(new Request(address));
    page.addEventListener('click', (event) => {
      // Not `instanceof Element`: the frame has classes of its own.
      const link = (event.target as Element).closest('a');
      if (!link) return;
      event.preventDefault();
      const url = new URL(link.getAttribute('href') ?? '', PAGE_ORIGIN);
      if (url.origin === PAGE_ORIGIN) open(url.href);
      else onLeave(url.href);
    });
    // The dialog hears no key that is pressed in the frame.
    page.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') frame.closest('dialog')?.close();
    });
    page.addEventListener('submit', (event) => {
      event.preventDefault();
      submit(event.target as HTMLFormElement);
    });
    view.addEventListener('leave', (event) => {
      event.preventDefault();
      onLeave(page.querySelector<HTMLAnchorElement>('#back')?.href ?? '');
    });
  });

  return {
    element: frame,
    open,
    look: () => void frame.contentDocument?.dispatchEvent(new Event('visibilitychange')),
  };
}
