import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { run } from '../../compatibility/run.js';
import { type Command, describeWithInstalled, describeWithTools } from '../../support/describe-with-tools.js';
import { spread } from '../../support/spread.js';

const RECIPES = join(ROOT, 'examples/test-recipes');
const JUNIT = new URL('toolchain/junit-platform-console-standalone.jar', import.meta.url).pathname;

interface Recipe {
  label: string;
  tools: Command[];
  /** What is run once, in the folder with the recipe. */
  prepare?: Command;
  command: Command;
  env?: NodeJS.ProcessEnv;
  passes: RegExp;
}

const recipes: Recipe[] = [
  {
    label: 'pytest',
    tools: [['python3', '-m', 'pytest', '--version']],
    command: ['python3', '-m', 'pytest', '-p', 'no:cacheprovider', 'test_payment.py'],
    passes: /\b1 passed\b/,
  },
  {
    label: 'PHPUnit',
    tools: [['phpunit', '--version']],
    command: ['phpunit', '--no-configuration', '--do-not-cache-result', 'PaymentTest.php'],
    passes: /^OK \(1 test,/m,
  },
  {
    label: 'go test',
    tools: [['go', 'version']],
    prepare: ['go', 'test', '-c', '-o', 'payment', 'payment_test.go'],
    command: ['./payment', '-test.v'],
    env: { GOTOOLCHAIN: 'local', GOPROXY: 'off' },
    passes: /^--- PASS: TestAnOrderIsPaidOnceItsWebhookHasArrived /m,
  },
  {
    label: 'JUnit',
    tools: [['javac', '--version']],
    prepare: ['javac', '-cp', JUNIT, 'PaymentTest.java'],
    command: ['java', '-XX:TieredStopAtLevel=1', '-jar', JUNIT, 'execute', '--class-path', '.', '--scan-class-path'],
    passes: /\b1 tests successful\b/,
  },
];

/** A shop of others tests in the same sandbox at the same time. */
let sandbox: RunningSandbox;
/** The same, whose webhooks are signed with a secret that no recipe has. */
let stranger: RunningSandbox;
beforeAll(async () => {
  [sandbox, stranger] = await Promise.all([
    startSandbox({ port: 0 }),
    startSandbox({ port: 0, webhookSecret: 'whsec_of_a_stranger' }),
  ]);
});
afterAll(() => Promise.all([sandbox.close(), stranger.close()]));

for (const recipe of recipes) {
  const name = `the recipe for ${recipe.label}`;
  if (recipe.label === 'JUnit')
    describeWithInstalled(name, JUNIT, 'test/end-to-end/recipes/install.sh', () => tests(recipe));
  else describeWithTools(name, recipe.tools, () => tests(recipe));
}

function tests({ prepare, command: [program, ...args], env, passes, label }: Recipe) {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kgiton-recipe-'));
    await cp(RECIPES, folder, { recursive: true });
    if (!prepare) return;
    const [compiler, ...options] = prepare;
    const { exitCode, output } = await run(compiler, options, folder, env, 240_000);
    expect(exitCode, output).toBe(0);
  }, 240_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const runWith = (more: NodeJS.ProcessEnv) => run(program, args, folder, { ...env, ...more });

  const isSwept = spread(recipes, 1).some((each) => each.label === label);

  /** Runs the recipe with a program that starts a sandbox and says which process it is. */
  async function runWithProgram(env: (program: string) => NodeJS.ProcessEnv) {
    const bin = await mkdtemp(join(folder, 'bin-'));
    const pid = join(bin, 'pid');
    const file = join(bin, 'kgiton-sandbox');
    const lines = [
      `#!${process.execPath}`,
      `require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid));`,
      `import(${JSON.stringify(join(ROOT, 'packages/sandbox/dist/cli/main.js'))});`,
    ];
    await writeFile(file, lines.join('\n'), { mode: 0o755 });
    const finished = await runWith(env(file));
    return { ...finished, pid: Number(await readFile(pid, 'utf8')) };
  }

  test('starts a sandbox, passes, and stops it', async () => {
    const PATH = (file: string) => [dirname(file), process.env.PATH].join(delimiter);
    const { exitCode, output, pid } = await runWithProgram((file) => ({ PATH: PATH(file) }));
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(passes);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test.runIf(isSwept)('starts the sandbox with another command', async () => {
    const { exitCode, output } = await runWithProgram((file) => ({ KGITON_SANDBOX_COMMAND: `node ${file}` }));
    expect(exitCode, output).toBe(0);
  });

  test('passes with a sandbox that runs, in an account of its own', async () => {
    const { exitCode, output } = await runWith({ KGITON_SANDBOX_URL: sandbox.url });
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(passes);
    const payments = await sandbox.payments();
    expect(payments.at(-1)).toMatchObject({ apiKey: expect.stringMatching(/^kgiton_[0-9a-f]{32}$/) });
    expect(new Set(payments.map(({ apiKey }) => apiKey)).size).toBe(payments.length);
  });

  // It waits for the webhook, for 5 seconds.
  test.runIf(isSwept)('fails if the webhook is not signed with the secret of the shop', async () => {
    const { exitCode, output } = await runWith({ KGITON_SANDBOX_URL: stranger.url });
    expect(exitCode).not.toBe(0);
    expect(output).not.toMatch(passes);
  });
}
