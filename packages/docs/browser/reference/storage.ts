/** Redoc draws nothing where a page may store nothing: there it gets a storage that lasts as long as the page. */
export function provideStorage(): void {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      void window[name];
    } catch {
      const kept = new Map<string, string>();
      const value: Storage = {
        get length() {
          return kept.size;
        },
        clear: () => kept.clear(),
        getItem: (key) => kept.get(key) ?? null,
        key: (index) => [...kept.keys()][index] ?? null,
        removeItem: (key) => void kept.delete(key),
        setItem: (key, text) => void kept.set(key, text),
      };
      Object.defineProperty(window, name, { value, configurable: true });
    }
  }
}
