import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithTools } from '../support/describe-with-tools.js';
import { serve } from '../support/http-server.js';
import { fencedBlocks } from '../support/typescript-project.js';

const PACKAGE = join(ROOT, 'packages/go');
const README = await readFile(join(PACKAGE, 'README.md'), 'utf8');
const [, MODULE = ''] = (await readFile(join(PACKAGE, 'go.mod'), 'utf8')).match(/^module (\S+)/) ?? [];
const { version } = JSON.parse(await readFile(join(ROOT, 'packages/sdk/package.json'), 'utf8')) as { version: string };
const snippets = fencedBlocks(README, 'go');
const isEndpoint = (code: string) => code.includes('ListenAndServe');
const isTest = (code: string) => code.includes('testing.T');
const programs = snippets.filter((code) => !isTest(code));

describeWithTools(
  'the Go package, used from an empty module,',
  [
    ['go', 'version'],
    ['git', '--version'],
  ],
  () => {
    let folder: string;
    let project: string;
    let sandbox: RunningSandbox;
    const shell = (command: string, cwd: string, env: NodeJS.ProcessEnv = {}) =>
      run('bash', ['-e', '-c', command], cwd, { GOPROXY: 'off', GOFLAGS: '-modcacherw', ...env }, 240_000);
    const succeed = async (command: string, cwd: string, env?: NodeJS.ProcessEnv) => {
      const { exitCode, output } = await shell(command, cwd, env);
      expect(exitCode, output).toBe(0);
      return output;
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kgiton-go-'));
      project = join(folder, 'shop');
      await mkdir(project);
      await mkdir(join(folder, 'payments-kit/packages'), { recursive: true });
      // As it is released: what the archive of the module leaves out is not there.
      await cp(PACKAGE, join(folder, 'source'), { recursive: true });
      const archive = 'git -c user.name=t -c user.email=t@example.com commit --quiet --message all';
      await succeed(
        `git init --quiet && git add --all && ${archive} && git archive --output ../go.tar HEAD`,
        join(folder, 'source'),
      );
      await succeed('mkdir go && tar -xf ../../go.tar -C go', join(folder, 'payments-kit/packages'));
      const install = fencedBlocks(README, 'sh').find((code) => code.includes('go mod edit')) ?? '';
      // A company's module proxy may refuse what it does not know, with a status that ends the search.
      await using proxy = await serve((_request, response) => response.writeHead(403).end());
      await succeed(`go mod init shop && ${install.trim().replaceAll('\n', ' && ')}`, project, { GOPROXY: proxy.url });
      for (const [index, code] of programs.entries()) {
        await mkdir(join(project, `p${index}`));
        sandbox ??= await startSandbox({ port: 0 });
        await writeFile(join(project, `p${index}/main.go`), code.replaceAll('http://localhost:4020', sandbox.url));
      }
      await succeed('go vet ./... && mkdir bin && go build -o bin ./...', project);
    }, 300_000);
    afterAll(async () => {
      await sandbox?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('comes through a module proxy, with its license and without anything else', async () => {
      const prefix = `${MODULE}@v${version}`;
      const proxy = join(folder, 'proxy', MODULE, '@v');
      await mkdir(proxy, { recursive: true });
      await writeFile(join(proxy, 'list'), `v${version}\n`);
      await writeFile(join(proxy, `v${version}.info`), JSON.stringify({ Version: `v${version}` }));
      await cp(join(PACKAGE, 'go.mod'), join(proxy, `v${version}.mod`));
      await succeed(
        `git archive --format=zip --prefix=${prefix}/ --output '${join(proxy, `v${version}.zip`)}' HEAD`,
        join(folder, 'source'),
      );
      const other = join(folder, 'other');
      await mkdir(other);
      await cp(join(project, 'p0/main.go'), join(other, 'main.go'));
      const env = { GOPROXY: `file://${join(folder, 'proxy')}`, GONOSUMDB: '*', GOMODCACHE: join(folder, 'modules') };
      await succeed(`go mod init other && go get ${MODULE}@v${version} && go build -o program .`, other, env);
      expect((await succeed('go list -m all', other, env)).trim().split('\n')).toEqual([
        'other',
        `${MODULE} v${version}`,
      ]);
      const names = await succeed(`ls '${join(folder, 'modules', prefix)}'`, other);
      expect(names).toMatch(/^LICENSE$/m);
      expect(names).not.toMatch(/^docs$/m);
    });

    test.each(
      programs.flatMap((code, index) =>
        isEndpoint(code)
          ? []
          : [[code.match(/PartnerPayment\.\w+|webhooks\.\w+/g)?.at(-1) ?? '', index, code] as const],
      ),
    )('runs the snippet of the README with %s, and does what its comments say', async (_name, index, code) => {
      const output = await succeed(`bin/p${index}`, project);
      const promised = [...code.matchAll(/Println\(.*\)\s+\/\/ ([A-Z].+\.|true|false)$/gm)].map(([, text]) => text);
      if (promised.length > 0) expect(output.trim().split('\n')).toEqual(promised);
      else expect(output).toMatch(/^(Scan|Send the customer to) http/);
    });

    test('takes a signed webhook with the endpoint of the README, and refuses a forged one', async () => {
      const port = await freePort();
      const child = spawn(join(project, `bin/p${programs.findIndex(isEndpoint)}`), {
        env: { ...process.env, PORT: String(port), KGITON_WEBHOOK_SECRET: 'whsec_test_kgiton' },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let log = '';
      child.stderr.on('data', (text) => {
        log += text;
      });
      try {
        const body = JSON.stringify(createTestEvent({ payment_id: 'PAY-1', transaction_id: 'TRX-1' }));
        const post = async (signature: string) => {
          const headers = { 'content-type': 'application/json', 'x-kgiton-signature': signature };
          return (await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body, headers })).status;
        };
        await expect.poll(() => post(sign(body, 'forged')).catch(() => 0)).toBe(401);
        expect(await post(sign(body, 'whsec_test_kgiton'))).toBe(200);
        await expect.poll(() => log).toContain('TRX-1 is paid: PAY-1');
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    });

    test('runs the tests of the README', async () => {
      await mkdir(join(project, 'tests'));
      await writeFile(join(project, 'tests/shop_test.go'), snippets.find(isTest) ?? '');
      const output = await succeed('go test -v ./tests', project, { KGITON_SANDBOX_URL: sandbox.url });
      expect(output.match(/^--- PASS/gm)).toHaveLength(2);
    });

    test('has snippets that gofmt would not change', async () => {
      const written = join(folder, 'snippets');
      await mkdir(written);
      for (const [index, code] of snippets.entries()) await writeFile(join(written, `${index}.go`), code);
      expect(await succeed('gofmt -l .', written)).toBe('');
    });
  },
);

test('the README of the Go package has a snippet of each kind', () => {
  expect(programs.length).toBeGreaterThanOrEqual(7);
  expect(snippets.filter(isEndpoint)).toHaveLength(1);
  expect(snippets.filter(isTest)).toHaveLength(1);
});

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
