import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Chunk {
  fileName: string;
  moduleIds?: readonly string[];
}

/** Writes the licenses of what others have written and a package contains; nothing, if it contains nothing of others. */
export async function thirdPartyLicenses(outDir: string, chunks: readonly Chunk[]): Promise<void> {
  const modules = chunks.flatMap(({ moduleIds = [] }) => moduleIds);
  const folders = modules.flatMap((id) => id.match(/^.*\/node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []);
  const notices = await Promise.all([...new Set(folders)].sort().map(notice));
  if (notices.length === 0) return;
  const head = 'The CommonJS files of this package contain the following software.';
  await writeFile(join(outDir, 'THIRD-PARTY-LICENSES.txt'), [head, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`));
}

async function notice(folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const license = await readFile(join(folder, 'LICENSE'), 'utf8');
  return `${name} ${version}\n\n${license.trim()}`;
}
