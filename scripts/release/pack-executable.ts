// Makes one program of the packed single file (npm run pack) for the system that this runs on, and packs it with the
// license of the Node.js in it: packed/kgiton-sandbox-linux-x64.tar.gz.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKED } from '../../packages/docs/src/packages.js';
import { ROOT } from '../paths.js';
import { licenseOfNode, writeExecutable } from './executable.js';
import { SINGLE_FILE } from './single-file.js';

const archive = join(ROOT, PACKED, `kgiton-sandbox-${process.platform}-${process.arch}.tar.gz`);
const folder = await mkdtemp(join(tmpdir(), 'kgiton-executable-'));
try {
  await writeExecutable(join(ROOT, PACKED, SINGLE_FILE), join(folder, 'kgiton-sandbox'));
  await writeFile(join(folder, 'LICENSE'), await licenseOfNode());
  const { status } = spawnSync('tar', ['-czf', archive, '-C', folder, 'kgiton-sandbox', 'LICENSE'], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
