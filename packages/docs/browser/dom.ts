type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with its attributes and children; texts stay texts. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function all<Kind extends HTMLElement>(selector: string, within: ParentNode = document): Kind[] {
  return [...within.querySelectorAll<Kind>(selector)];
}

/** The address of a file of the site, from its path below the root. */
export function siteAddress(path: string): string {
  return `${document.body.dataset.root ?? ''}${path}`;
}

/** Loads a classic script of the site, once it is needed; several run in the order of the calls. Rejects when it cannot be loaded. */
export function loadScript(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = element('script', { src: siteAddress(path) });
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${path} could not be loaded.`)));
    script.async = false;
    document.head.append(script);
  });
}

/** What is loaded when it is first asked for, once. A failure is forgotten, so that the next one who asks tries again. */
export function loadedOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | undefined;
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** Closes a dialog when what is around it is clicked: not by a press in it whose release is outside, as of a selection. */
export function closeFromOutside(dialog: HTMLDialogElement): void {
  const isOutside = ({ clientX: x, clientY: y }: MouseEvent) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    return x < left || x > right || y < top || y > bottom;
  };
  let began = false;
  dialog.addEventListener('pointerdown', (event) => {
    began = isOutside(event);
  });
  dialog.addEventListener('click', (event) => {
    if (began && event.target === dialog && isOutside(event)) dialog.close();
  });
}

/** What a reader has chosen, over all pages. Where the browser keeps nothing, it is forgotten with the page. */
export const memory = {
  get(key: string): string | undefined {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {
      // A private window, or a full store: nothing is lost but the choice.
    }
  },
};
