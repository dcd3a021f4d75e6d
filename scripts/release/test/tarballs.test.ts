import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { packPackages } from '../../../test/compatibility/packed.js';

test('a release tests the tarballs that it publishes, and packs no others', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-tarballs-'));
  const tarballs = ['contract', 'client', 'sdk', 'sandbox', 'sandbox-redis', 'mcp'].map((name) =>
    join(folder, `kgiton-${name}-9.9.9.tgz`),
  );
  for (const tarball of tarballs) await writeFile(tarball, '');
  vi.stubEnv('RELEASE_TARBALLS', folder);
  try {
    await using packed = await packPackages();
    expect(packed.tarballs).toEqual(tarballs);
  } finally {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  }
});
