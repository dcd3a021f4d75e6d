import { parseArgs } from 'node:util';
import { packageSource } from '../../packages/docs/src/packages.js';
import { ContractError } from './document.js';
import { staleFiles, writeFiles } from './files.js';
import { generate } from './generate.js';

const usage = `Usage: npm run generate [-- --check] [-- --packages clone|registry]

Generates every file that derives from openapi/, in the current folder.

  --check             write nothing; list stale files and exit with 1 if there are any
  --packages SOURCE   where the READMEs tell readers to get the packages: clone, or registry once they are on npm
                      (DOCS_PACKAGES; default: clone)`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, packages: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const root = process.cwd();
  const files = await generate(root, packageSource(values.packages));
  const stale = await staleFiles(root, files);
  if (stale.length === 0) {
    console.log(`generate: all ${files.size} files are up to date`);
    return 0;
  }
  if (values.check) {
    for (const { path, reason } of stale) console.error(`generate: ${path} is stale (${reason})`);
    console.error('generate: run "npm run generate" and commit the result');
    return 1;
  }
  await writeFiles(root, files, stale);
  for (const { path, reason } of stale) console.log(`generate: ${path} (${reason})`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isExpected =
    error instanceof ContractError ||
    error instanceof RangeError ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  if (!isExpected) throw error;
  console.error((error as Error).message);
  if (error instanceof ContractError) console.error('\ngenerate: the document is invalid; nothing was written');
  else console.error(`\n${usage}`);
  process.exitCode = 1;
}
