import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { ROOT } from '../paths.js';

test('npm run size fails and names each program that is past its limit', async () => {
  const { exitCode, stdout } = await size(['--limit', '1 B', '--json']);
  expect(exitCode).toBe(1);
  const { default: limits } = await import(/* @vite-ignore */ `${ROOT}scripts/size/limits.js`);
  const results = JSON.parse(stdout) as { name: string; passed: boolean; size: number }[];
  expect(results).not.toEqual([]);
  expect(results.map(({ name, passed }) => ({ name, passed }))).toEqual(
    limits.map(({ name }: { name: string }) => ({ name, passed: false })),
  );
});

function size(args: string[]): Promise<{ exitCode: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile('npm', ['run', '--silent', 'size', '--', ...args], { cwd: ROOT }, (error, stdout) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout });
    });
  });
}
