import { setTimeout as delay } from 'node:timers/promises';
import { watch } from 'chokidar';

/** Milliseconds without a further change before the work starts: an editor may save several files at once. */
const QUIET = 150;

export interface Rebuilding {
  /** Resolves when no change is pending and no work is running. */
  stop(): Promise<void>;
}

/**
 * Calls `rebuild` when something at the paths changes, one call at a time. Changes during a call lead to one more.
 *
 * @param rebuild gets the paths that changed. Its errors go to `onError`; the next change calls it again
 */
export async function rebuildOnChange(
  paths: readonly string[],
  rebuild: (changed: readonly string[]) => Promise<void>,
  onError: (error: Error) => void,
): Promise<Rebuilding> {
  const changed = new Set<string>();
  let work: Promise<void> | undefined;
  const watcher = watch([...paths], { ignoreInitial: true, ignored: /\.tmp$/ });
  watcher.on('all', (_event, path) => {
    changed.add(path);
    work ??= runUntilQuiet().finally(() => {
      work = undefined;
    });
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));

  async function runUntilQuiet(): Promise<void> {
    while (changed.size > 0) {
      await delay(QUIET);
      const paths = [...changed];
      changed.clear();
      await rebuild(paths).catch(onError);
    }
  }

  return {
    async stop() {
      await watcher.close();
      await work;
    },
  };
}
