import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/paths.js';
import { fencedBlocks } from '../../support/typescript-project.js';

const packages = await readdir(join(ROOT, 'packages'));

/** The packages that npm installs; those of other languages have no `package.json`. */
export const npmPackages = packages.filter((name) => existsSync(join(ROOT, 'packages', name, 'package.json')));

const files = [
  'README.md',
  'CONTRIBUTING.md',
  'openapi/README.md',
  ...packages.map((name) => `packages/${name}/README.md`),
];

/** Every README, with its text. */
export const readmes = await Promise.all(
  files.map(async (file) => ({ file, text: await readFile(join(ROOT, file), 'utf8') })),
);

export interface Snippet {
  /** Tells snippets apart, and can be the name of a file. */
  name: string;
  code: string;
}

/** The TypeScript of every README, except what needs a Redis: its package runs that itself. */
export function allSnippets(): Snippet[] {
  const alone = readmes.filter(({ file }) => file !== 'packages/sandbox-redis/README.md');
  return alone.flatMap(({ file, text }) =>
    fencedBlocks(text, 'ts').map((code, index) => ({
      name: `snippet-${index + 1}-of-${file.replaceAll(/[^\w-]/g, '-')}`,
      code,
    })),
  );
}

/** Whether a snippet is a server that waits for webhooks; the others are programs that end. */
export function isEndpoint(code: string): boolean {
  return /listen\(|^export /m.test(code);
}
