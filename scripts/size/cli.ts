import { parseArgs } from 'node:util';
import { BundleError, measure } from './measure.js';
import { PROGRAMS } from './programs.js';
import { table } from './table.js';

const usage = `Usage: npm run size [-- --limit BYTES]

Bundles small programs of partners with esbuild, and fails when one is past its limit.

  --limit BYTES   a limit of all programs, in place of their own`;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { limit: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const override = values.limit === undefined ? undefined : parseLimit(values.limit);
  const sizes = await Promise.all(
    PROGRAMS.map(async ({ limit, ...program }) => {
      const size = await measure(program);
      return { ...size, name: program.name, limit: override ?? limit };
    }),
  );
  const rows = sizes.map(({ name, minified, gzipped, limit }) => [name, ...[minified, gzipped, limit].map(bytes)]);
  console.log(table([['bytes of a program', 'minified', 'gzipped', 'limit'], ...rows]));
  const tooLarge = sizes.filter(({ gzipped, limit }) => gzipped > limit);
  for (const { name, gzipped, limit } of tooLarge) {
    console.error(`size: "${name}" is ${bytes(gzipped)} bytes gzipped, ${bytes(gzipped - limit)} past its limit.`);
  }
  return tooLarge.length && 1;
}

function parseLimit(given: string): number {
  if (/^[1-9]\d*$/.test(given)) return Number(given);
  throw new RangeError(`--limit: expected a number of bytes, got ${JSON.stringify(given)}.`);
}

function bytes(count: number): string {
  return count.toLocaleString('en');
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof RangeError || (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  if (!isUsage && !(error instanceof BundleError)) throw error;
  console.error(`size: ${(error as Error).message}`);
  if (isUsage) console.error(`\n${usage}`);
  process.exitCode = 1;
}
