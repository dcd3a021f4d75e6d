import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The middle one of the numbers; the mean of the two middle ones of an even count. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** Milliseconds that a Node process takes, from start to end. */
export async function timeProcess(args: readonly string[], cwd: string): Promise<number> {
  const start = performance.now();
  await run(process.execPath, args, { cwd });
  return performance.now() - start;
}

/** Measures each of `subjects` in turn, `rounds` times, so that a busy machine slows all of them; gives the medians. */
export async function alternate<Name extends string>(
  subjects: Record<Name, () => Promise<number>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const entries = Object.entries(subjects) as [Name, () => Promise<number>][];
  const samples = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of entries) samples.get(name)?.push(await measure());
  }
  return Object.fromEntries([...samples].map(([name, numbers]) => [name, median(numbers)])) as Record<Name, number>;
}
