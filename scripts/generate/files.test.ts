import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createWorkspace, scriptArguments, type Workspace } from '../../test/support/workspace.js';
import { ROOT } from '../paths.js';
import { type GeneratedFiles, staleFiles, writeFiles } from './files.js';
import { generate } from './generate.js';

const generated = 'packages/contract/generated';
const signature = 'openapi/components/examples/generated/QrisPaidSignature.yaml';

describe('after edits, generate', () => {
  let before: Record<string, string>;
  let files: GeneratedFiles;
  let after: Record<string, string>;
  beforeAll(async () => {
    await using workspace = await createWorkspace();
    await edit(workspace);
    before = await workspace.contents();
    files = await generate(workspace.root);
    await writeFiles(workspace.root, files, await staleFiles(workspace.root, files));
    expect(await staleFiles(workspace.root, files)).toEqual([]);
    after = await workspace.contents();
  });

  async function edit(workspace: Workspace): Promise<void> {
    await workspace.edit('openapi/openapi.yaml', 'Accept QRIS', 'Take QRIS');
    await workspace.edit('openapi/components/examples/events/QrisPaid.yaml', '10:25:00', '10:26:00');
    await workspace.edit(`${generated}/errors.ts`, 'status: 402', 'status: 400');
    await workspace.write(`${generated}/old.ts`, '');
  }

  test('signs an edited example of an event anew', () => {
    expect(after[signature]).not.toBe(before[signature]);
  });

  test('removes a file that is no longer generated', () => {
    expect(after).not.toHaveProperty([`${generated}/old.ts`]);
  });

  test('--check names each file that is stale, changes nothing, and exits with 1', async () => {
    await using workspace = await createWorkspace();
    await edit(workspace);
    const { exitCode, output } = await workspace.run('scripts/generate/cli.ts', ['--check']);
    expect(exitCode).toBe(1);
    expect(output).toContain('packages/contract/openapi.json is stale (changed)');
    expect(output).toContain('packages/contract/openapi.yaml is stale (changed)');
    expect(output).toContain(`${generated}/errors.ts is stale (changed)`);
    expect(output).toContain(`${generated}/old.ts is stale (no longer generated)`);
    expect(output).toContain(`${signature} is stale (changed)`);
    expect(output).not.toContain('schemas.ts');
    expect(await workspace.contents()).toEqual(before);
  });

  const kill = "process.kill(process.pid, 'SIGKILL')";
  test.each([
    [
      'has written half of its first file',
      `fs.writeFile = (file, text) => writeFile(file, text.slice(99)).then(() => ${kill});`,
    ],
    ['has put its first file into place', `fs.rename = (from, to) => rename(from, to).then(() => ${kill});`],
  ])('leaves each file whole, the old or the new one, when it is killed once it %s', async (_, patch) => {
    await using workspace = await createWorkspace();
    await edit(workspace);
    // The last thing that the command does, with a file system that ends the process.
    await workspace.write('files.json', JSON.stringify([...files]));
    await workspace.write(
      'write.mts',
      `import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      const { rename, writeFile } = fs;
      ${patch}
      syncBuiltinESMExports();
      const { staleFiles, writeFiles } = await import('${ROOT}/scripts/generate/files.js');
      const files = new Map(JSON.parse(await fs.readFile('files.json', 'utf8')));
      await writeFiles('.', files, await staleFiles('.', files));`,
    );
    const program = scriptArguments(join(workspace.root, 'write.mts'));
    const child = spawn(process.execPath, program, { cwd: workspace.root, stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    for (const file of ['files.json', 'write.mts']) await workspace.remove(file);

    const left = await workspace.contents();
    expect(left).not.toEqual(before);
    for (const [file, content] of Object.entries(left)) {
      if (!file.endsWith('.tmp')) expect([before[file], after[file]], file).toContain(content);
    }
    await writeFiles(workspace.root, files, await staleFiles(workspace.root, files));
    expect(await workspace.contents()).toEqual(after);
  });
});
