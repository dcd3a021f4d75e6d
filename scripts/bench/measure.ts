import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The median; of an even count, the mean of the two middle numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** The duration of a Node process, in milliseconds. */
export async function timeProcess(args: readonly string[], cwd: string): Promise<number> {
  const start = performance.now();
  await run(process.execPath, args, { cwd });
  return performance.now() - start;
}

/** Measures the subjects in turn, `rounds` times, so that a busy machine slows all of them alike. */
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

/** The medians of {@link takeTurns}. */
export async function alternate<Name extends string>(
  subjects: Record<Name, () => Promise<number>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const samples = await takeTurns(new Map(Object.entries<() => Promise<number>>(subjects)), rounds);
  return Object.fromEntries([...samples].map(([name, numbers]) => [name, median(numbers)])) as Record<Name, number>;
}

/** How {@link timeCalls} measures, for reports. */
export const CALLS_MEASURED = 'median of 11 rounds of 100 ms';

/** Microseconds per call of each subject, measured in turn after warm-up rounds. */
export async function timeCalls<Name extends string>(
  subjects: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const turn = async (call: () => unknown) => {
    // Untimed: the first calls of a turn collect the garbage of the previous one.
    await timeCall(call, 30);
    return timeCall(call, 100);
  };
  const turns = Object.fromEntries(
    Object.entries<() => unknown>(subjects).map(([name, call]) => [name, () => turn(call)]),
  ) as Record<Name, () => Promise<number>>;
  await alternate(turns, 2);
  return alternate(turns, 11);
}

/** Calls between two readings of the clock, whose cost is negligible then. */
const BATCH = 16;

/** Microseconds per call, awaited if it returns a promise: the mean over `milliseconds`. */
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
