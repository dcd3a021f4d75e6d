import { setTimeout as delay } from 'node:timers/promises';
import { watch } from 'chokidar';

/** Milliseconds without a further change until the work is done: an editor saves several files at once. */
const QUIET = 150;

export interface Rebuilding {
  /** Resolves when no change is waiting and no work is under way any more. */
  stop(): Promise<void>;
}

/**
 * Does some work when something at the paths changes, never twice at the same time: what changes meanwhile is one more
 * reason afterwards.
 *
 * @param rebuild told of the paths that changed; what it throws goes to `onError`, and the next change starts it again
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
