import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../test/compatibility/run.js';
import { ROOT } from '../../paths.js';
import { freePort } from '../../ports.js';
import { SINGLE_FILE } from '../single-file.js';
import { argumentsOf, commandOf, instructions, lastStage, variableOf } from './dockerfile.js';

const stages = instructions.filter((each) => each.getKeyword() === 'FROM').length;

test('the image of the sandbox is built without emulation, and does not run as root', () => {
  // What each processor has of its own is only copied to: nothing runs there while it is built.
  expect(lastStage.filter((each) => each.getKeyword() === 'RUN')).toEqual([]);
  expect(instructions[0]?.getTextContent()).toMatch(/^FROM --platform=\$BUILDPLATFORM /);
  expect(stages).toBe(2);
  expect(argumentsOf(lastStage.find((each) => each.getKeyword() === 'USER'))).toBe('node');
});

/** Building installs everything, which takes a minute or more. */
const isWanted = Boolean(process.env.CI || process.env.FIRST_STEPS);
if (!isWanted) console.warn('skipped: the steps of the Dockerfile by hand (a minute or more; FIRST_STEPS=1 does them)');

describe.skipIf(!isWanted)('the steps of the Dockerfile, done by hand', () => {
  let root: string;
  let image: Built;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kgiton-image-'));
    image = await build(root);
  }, 300_000);
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('make an image with one file, and no build tools', async () => {
    expect(await readdir(image.folder)).toEqual([SINGLE_FILE]);
  });

  test('make an image that starts, is healthy, and turns unhealthy once it has stopped', async () => {
    const port = await freePort();
    const env = { ...image.env, PATH: process.env.PATH, KGITON_SANDBOX_PORT: `${port}` };
    expect(image.env.KGITON_SANDBOX_HOST).toBe('0.0.0.0');
    const [program = '', ...args] = commandOf('ENTRYPOINT');
    const child = spawn(program, args, {
      cwd: image.folder,
      // Nothing of the tests can be reached from outside.
      env: { ...env, KGITON_SANDBOX_HOST: '127.0.0.1' },
      stdio: 'pipe',
    });
    const [check = '', ...how] = commandOf('HEALTHCHECK');
    const isHealthy = async () => (await run(check, how, image.folder, env)).exitCode === 0;
    await expect.poll(isHealthy).toBe(true);
    child.kill();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await isHealthy()).toBe(false);
  });
});

interface Built {
  /** Where its programs run. */
  folder: string;
  env: Record<string, string>;
}

/** Does what the Dockerfile says, each stage in a folder that takes the place of its file system. */
async function build(root: string): Promise<Built> {
  let stage = { root: '', folder: '', env: {} as Record<string, string> };
  const roots = new Map<string, string>();
  for (const instruction of instructions) {
    const text = argumentsOf(instruction);
    const inStage = (path: string) => (isAbsolute(path) ? join(stage.root, path) : join(stage.folder, path));
    switch (instruction.getKeyword()) {
      case 'FROM': {
        const folder = join(root, `stage-${roots.size}`);
        roots.set(/ AS (\w+)$/.exec(text)?.[1] ?? 'last', folder);
        stage = { root: folder, folder, env: {} };
        break;
      }
      case 'WORKDIR':
        stage.folder = inStage(text);
        await mkdir(stage.folder, { recursive: true });
        break;
      case 'ENV': {
        const [name, value] = variableOf(instruction);
        stage.env[name] = value;
        break;
      }
      case 'RUN': {
        const command = spawn('bash', ['-e', '-c', text], {
          cwd: stage.folder,
          env: { ...process.env, npm_config_prefer_offline: 'true' },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        for (const stream of [command.stdout, command.stderr]) stream.on('data', (chunk) => (output += chunk));
        const [exitCode] = await once(command, 'close');
        expect(exitCode, `RUN ${text}\n${output}`).toBe(0);
        break;
      }
      case 'COPY': {
        const [, from, source = '', target = ''] =
          /^COPY (?:--from=(\w+) )?(\S+) (\S+)$/.exec(instruction.getTextContent()) ?? [];
        if (!from) await copyContext(inStage(target));
        // One file, to a folder.
        else await cp(join(roots.get(from) ?? '', source), inStage(join(target, basename(source))));
        break;
      }
      case 'USER':
      case 'EXPOSE':
      case 'HEALTHCHECK':
      case 'ENTRYPOINT':
        break;
      default:
        throw new Error(`Dockerfile: ${instruction.getKeyword()} is not known to this test.`);
    }
  }
  return { folder: stage.folder, env: stage.env };
}

/** What `docker build .` in a fresh clone sends: every file of the repository that .dockerignore leaves. */
async function copyContext(target: string): Promise<void> {
  const ignored = (await readFile(join(ROOT, '.dockerignore'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(
      (line) =>
        new RegExp(
          `^${line.replaceAll('.', '\\.').replaceAll(/\*\*\/|\*/g, (glob) => (glob === '*' ? '[^/]*' : '(.*/)?'))}(/|$)`,
        ),
    );
  const { output } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], ROOT);
  for (const file of output.split('\0')) {
    if (!file || ignored.some((pattern) => pattern.test(file)) || !existsSync(join(ROOT, file))) continue;
    await cp(join(ROOT, file), join(target, file));
  }
}
