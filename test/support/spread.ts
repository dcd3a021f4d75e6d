/**
 * The rows of a sweep whose rows exercise the same code: all on CI, elsewhere a few, spread evenly from the first to the
 * last, so that `npm test` takes minutes.
 */
export function spread<Row>(rows: readonly Row[], count = 4): Row[] {
  if (process.env.CI || rows.length <= count) return [...rows];
  return Array.from(
    { length: count },
    (_, index) => rows[Math.round((index * (rows.length - 1)) / Math.max(count - 1, 1))] as Row,
  );
}

/** How often a property is tried: on CI as often as given, elsewhere a quarter of that. */
export const runs = (count: number) => ({ numRuns: process.env.CI ? count : Math.ceil(count / 4) });
