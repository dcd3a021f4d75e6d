import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Options that give Maven a local repository of its own in a folder. What packages/java/tools/install.sh has fetched is its
 * Maven Central, so nothing is downloaded.
 */
export async function mavenOptions(folder: string): Promise<string> {
  const settings = join(folder, 'settings.xml');
  const central = `file://${join(homedir(), '.m2/repository')}`;
  const mirror = `<mirror><id>fetched</id><mirrorOf>*</mirrorOf><url>${central}</url></mirror>`;
  await mkdir(folder, { recursive: true });
  await writeFile(settings, `<settings><mirrors>${mirror}</mirrors></settings>`);
  return `--batch-mode --settings '${settings}' -Dmaven.repo.local='${join(folder, 'm2')}'`;
}
