import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DOCUMENT_JSON, ROOT } from '../../paths.js';

const PEERS = join(ROOT, 'scripts/bench/peers/node_modules');
const VITEPRESS = join(PEERS, 'vitepress/bin/vitepress.js');
const SCALAR = join(PEERS, '@scalar/api-reference/dist/browser/standalone.js');

/** Whether the peers are there. They are large, so they have a folder of their own. */
export const hasPeers = existsSync(VITEPRESS) && existsSync(SCALAR);

/** The guide that VitePress draws, too: the longest. */
export const GUIDE = 'webhooks';

/** Where the pages of the peers are, below the folder of the site. */
export const PEER_PAGES = { vitepress: `vitepress/${GUIDE}.html`, scalar: 'scalar/index.html' };

/** Adds the same guide as VitePress draws it, and the same contract as Scalar does, each as it comes. */
export async function addPeerPages(folder: string): Promise<void> {
  await Promise.all([addVitePress(folder), addScalar(join(folder, 'scalar'))]);
}

async function addVitePress(folder: string): Promise<void> {
  // VitePress finds its own packages from where the text is.
  const source = await mkdtemp(join(PEERS, '.vitepress-'));
  try {
    const text = await readFile(join(folder, `en/${GUIDE}.md`), 'utf8');
    await writeFile(join(source, `${GUIDE}.md`), `---\ndescription: Receive payments.\n---\n\n${text}`);
    await mkdir(join(source, '.vitepress'));
    const config = { title: 'KGiTON Payments', lang: 'en', base: '/vitepress/', ignoreDeadLinks: true };
    await writeFile(join(source, '.vitepress/config.mjs'), `export default ${JSON.stringify(config)};`);
    const args = [VITEPRESS, 'build', source, '--outDir', join(folder, 'vitepress')];
    await promisify(execFile)(process.execPath, args, { cwd: source });
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}

async function addScalar(folder: string): Promise<void> {
  await mkdir(folder);
  await copyFile(SCALAR, join(folder, 'scalar.js'));
  const contract = JSON.stringify(JSON.parse(await readFile(DOCUMENT_JSON, 'utf8')));
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="The API of KGiTON.">
<title>KGiTON Partner Payment API</title>
</head>
<body>
<div id="app"></div>
<script src="scalar.js"></script>
<script>Scalar.createApiReference('#app', { withDefaultFonts: false, content: ${contract.replaceAll('<', '\\u003c')} });</script>
</body>
</html>
`,
  );
}
