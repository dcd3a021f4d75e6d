import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The licenses of what others have written, by the paths of its modules; undefined if there are none. */
export async function thirdPartyLicenses(what: string, modules: readonly string[]): Promise<string | undefined> {
  const folders = modules.flatMap((id) => id.match(/^.*\bnode_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []);
  const notices = await Promise.all([...new Set(folders)].sort().map(notice));
  if (notices.length === 0) return undefined;
  return [`${what} the following software.`, ...notices].join(`\n\n${'-'.repeat(80)}\n\n`);
}

async function notice(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  // Some packages name their license only.
  const text = file === undefined ? license : await readFile(join(folder, file), 'utf8');
  return `${name} ${version}\n\n${text.trim()}`;
}
