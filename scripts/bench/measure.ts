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

/** Measures each of `subjects` in turn, `rounds` times, so that a busy machine slows all of them. */
export async function takeTurns<Subject, Sample>(
  subjects: ReadonlyMap<Subject, () => Promise<Sample>>,
  rounds: number,
): Promise<Map<Subject, Sample[]>> {
  const samples = new Map<Subject, Sample[]>([...subjects.keys()].map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [subject, measure] of subjects) samples.get(subject)?.push(await measure());
  }
  return samples;
}

/** Like {@link takeTurns}; gives the medians. */
export async function alternate<Name extends string>(
  subjects: Record<Name, () => Promise<number>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const samples = await takeTurns(new Map(Object.entries<() => Promise<number>>(subjects)), rounds);
  return Object.fromEntries([...samples].map(([name, numbers]) => [name, median(numbers)])) as Record<Name, number>;
}

/** How {@link timeCalls} measures, in the words of a report. */
export const CALLS_MEASURED = 'median of 11 rounds of 100 ms';

/** Microseconds per call of each subject, measured in turn, after rounds that only warm up. */
export async function timeCalls<Name extends string>(
  subjects: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const turn = async (call: () => unknown) => {
    // Untimed: the first calls of a turn clear up the garbage of whoever had the turn before.
    await timeCall(call, 30);
    return timeCall(call, 100);
  };
  const turns = Object.fromEntries(
    Object.entries<() => unknown>(subjects).map(([name, call]) => [name, () => turn(call)]),
  ) as Record<Name, () => Promise<number>>;
  await alternate(turns, 2);
  return alternate(turns, 11);
}

/** Calls between two looks at the clock, so that looking costs next to nothing. */
const BATCH = 16;

/** Microseconds that a call takes, and the promise that it may give: the mean of as many as fill `milliseconds`. */
async function timeCall(call: () => unknown, milliseconds: number): Promise<number> {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    for (let i = 0; i < BATCH; i++) {
      const result = call();
      if (result instanceof Promise) await result;
    }
    calls += BATCH;
    elapsed = performance.now() - start;
  }
  return (elapsed * 1000) / calls;
}
