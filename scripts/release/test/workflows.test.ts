import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PACKED } from '../../../packages/docs/src/packages.js';
import { ROOT } from '../../paths.js';

interface Step {
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, string | number | boolean>;
  env?: Record<string, string>;
}

interface Job {
  needs?: string | string[];
  if?: string;
  environment?: string | { name: string };
  permissions?: Record<string, string>;
  strategy?: { matrix: { node: number[]; part?: string[] } };
  'timeout-minutes'?: number;
  outputs?: Record<string, string>;
  steps: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const folder = join(ROOT, '.github/workflows');
const files = (await readdir(folder)).sort();
const texts = new Map(
  await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const)),
);
const workflow = (file: string) => parse(texts.get(file) ?? '') as Workflow;
const { jobs } = workflow('release.yml');

describe.each(files)('%s', (file) => {
  test('pins every action to a commit, with its version beside it', () => {
    const uses = [...(texts.get(file) ?? '').matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action = '']) => action);
    expect(uses).not.toEqual([]);
    for (const action of uses.filter((each) => each !== './')) {
      expect(action).toMatch(/^[\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('may only read by default, and gives a job no permission that it does not use', () => {
    const { permissions, jobs: all } = workflow(file);
    expect(Object.values(permissions).filter((right) => right !== 'read')).toEqual([]);
    for (const [name, job] of Object.entries(all)) {
      const rights = Object.entries(job.permissions ?? {}).filter(([, right]) => right === 'write');
      expect(rights.map(([right]) => `${name}: ${right}`).filter((right) => !WRITES.includes(right))).toEqual([]);
    }
  });
});

/** Each right to write, with the one job that has it. */
const WRITES = [
  'publish: pages',
  'publish: id-token',
  'propose: contents',
  'propose: pull-requests',
  'propose: actions',
  'image: packages',
  'pypi: id-token',
  'tag: contents',
];

test('every action is pinned to one commit everywhere', () => {
  const commits = new Map<string, Set<string>>();
  for (const [, action = '', commit = ''] of [...texts.values()].join('\n').matchAll(/uses: ([\w./-]+)@(\S+)/g)) {
    commits.set(action, (commits.get(action) ?? new Set()).add(commit));
  }
  expect([...commits].filter(([, each]) => each.size > 1)).toEqual([]);
});

describe('a pull request', () => {
  const { test: tests } = workflow('ci.yml').jobs;
  const parts = tests?.strategy?.matrix.part ?? [];

  test('is tested on every supported Node.js', () => {
    expect(tests?.strategy?.matrix.node).toEqual([20, 22, 24, 26]);
    expect(tests?.steps.at(-1)?.run).toBe(`.ci/run "\${{ matrix.part }}"`);
  });

  test('passes every project of vitest, each in one part', async () => {
    const run = await readFile(join(ROOT, '.ci/run'), 'utf8');
    const config = await readFile(join(ROOT, 'vitest.config.ts'), 'utf8');
    const projects = [...config.matchAll(/project\('([\w-]+)'/g)].map(([, name]) => name);
    const [, unit = ''] = /unit\) .*--project=\{(.+?)\}/.exec(run) ?? [];
    const others = parts.filter((part) => part !== 'check' && part !== 'unit');
    expect([...unit.split(','), ...others].toSorted()).toEqual(projects.toSorted());
    for (const part of others)
      expect(run, part).toMatch(new RegExp(`--project="?(\\$part|${part})"?|npm run test:${part}`));
  });

  test('cannot name an unknown part', () => {
    const { status, stderr } = spawnSync('.ci/run', ['none'], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'Unknown part: none\n' });
  });
});

describe('a release', () => {
  const uses = (job: Job | undefined, action: string) =>
    job?.steps.filter((step) => step.uses?.startsWith(action)) ?? [];
  const runs = (job: Job | undefined) => job?.steps.flatMap(({ run }) => run ?? []) ?? [];

  test('waits until the changesets are versions', () => {
    expect(jobs.pack?.needs).toBe('version');
    expect(jobs.pack?.if).toBe("needs.version.outputs.waiting == 'false'");
    const { id } = jobs.version?.steps.find(({ run }) => run?.includes('.changeset')) ?? {};
    expect(jobs.version?.outputs?.waiting).toBe(`\${{ steps.${id}.outputs.waiting }}`);
  });

  test('is tested before the merge, by a dispatch: the pull request of a workflow starts no workflow', () => {
    expect(runs(jobs.propose).join('\n')).toMatch(
      /git push --force origin release\/next[\s\S]*gh workflow run ci\.yml --ref release\/next\n/,
    );
    expect(workflow('ci.yml').on).toHaveProperty('workflow_dispatch');
  });

  test('makes versions from the full history: changesets looks up the commit of each changeset', () => {
    expect(uses(jobs.version, 'actions/checkout')[0]?.with?.['fetch-depth']).toBe(0);
  });

  test('keeps the document of the contract, and packs only a kept one', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts['release:version']).toMatch(/ && npm run contract:release$/);
    // A document that is kept for the first time is a new file, which git does not see by itself.
    expect(runs(jobs.version).join('\n')).toMatch(/release:version && git add --all && git diff --cached --binary/);
    const commands = runs(jobs.pack);
    expect(commands).toContain('npm run contract:release -- --check');
    expect(commands.indexOf('npm run contract:release -- --check')).toBeLessThan(commands.indexOf('npm run pack'));
  });

  test('packs once, then tests and publishes those tarballs', () => {
    expect(Object.values(jobs).filter((job) => runs(job).includes('npm run pack'))).toHaveLength(1);
    const [uploaded] = uses(jobs.pack, 'actions/upload-artifact');
    expect(uploaded?.with?.path).toBe(PACKED);
    for (const job of [jobs.test, jobs.publish]) {
      expect(uses(job, 'actions/download-artifact')[0]?.with?.name).toBe(uploaded?.with?.name);
    }
    expect(jobs.test?.steps.at(-1)?.env?.RELEASE_TARBALLS).toMatch(/\/tested$/);
    expect(jobs.test?.needs).toBe('pack');
    expect(jobs.publish?.needs).toBe('test');
  });

  test('has the sandbox as one file and as one program, and the packages of PHP, Python, Go and Java, with checksums of everything', () => {
    expect(runs(jobs.pack).slice(-9)).toEqual([
      'npm run pack',
      'npm run pack:executable',
      `composer archive --working-dir=packages/php --format=zip --dir="$PWD/${PACKED}" --file=kgiton-payments-php`,
      `pipx run build==1.6.1 --outdir ${PACKED} packages/python`,
      `git archive --format=zip --output=${PACKED}/kgiton-go.zip HEAD:packages/go`,
      'mvn --batch-mode --file packages/java/pom.xml --activate-profiles release deploy -DskipTests -DaltDeploymentRepository="packed::file://$PWD/maven"',
      'mvn --batch-mode --file packages/java/spring-boot-starter/pom.xml --activate-profiles release deploy -DskipTests -DaltDeploymentRepository="packed::file://$PWD/maven"',
      `(cd maven && zip --quiet --recurse-paths ../${PACKED}/kgiton-payments-java.zip com --exclude '*/maven-metadata*')`,
      'sha256sum -- kgiton-* >SHA256SUMS',
    ]);
    expect(runs(jobs.tag).join('\n')).toContain(
      `release "v$(jq --raw-output .version packages/sdk/package.json)" packages/sdk/CHANGELOG.md ${PACKED}/*`,
    );
  });

  test('installs nothing in a job with write permission', () => {
    for (const job of Object.values(jobs).filter((each) => Object.values(each.permissions ?? {}).includes('write'))) {
      expect(runs(job).filter((command) => /\b(npm (ci|i|install|run|exec)|npx)\b/.test(command))).toEqual([]);
    }
  });

  test('is published without a token, by a job that needs approval and installs nothing', () => {
    const { publish } = jobs;
    expect(publish?.environment).toBe('npm');
    expect(publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(runs(publish)).toEqual([
      'sha256sum --check SHA256SUMS',
      `node scripts/release/publish.ts ${PACKED} --provenance`,
    ]);
    expect(uses(publish, 'actions/setup-node')[0]?.with?.['node-version']).toBe(24);
    // It makes setup-node write a line for a token, and with one, npm does not ask for trusted publishing.
    expect(uses(publish, 'actions/setup-node')[0]?.with).not.toHaveProperty('registry-url');
    expect(texts.get('release.yml')).not.toMatch(/secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/);
  });

  test('publishes on PyPI what was tested, without a token, after npm has the SDK of the same version', async () => {
    const { pypi } = jobs;
    expect(pypi).toMatchObject({ needs: 'publish', environment: 'pypi', permissions: { 'id-token': 'write' } });
    expect(pypi?.if).toBe("contains(needs.publish.outputs.published, '@kgiton/sdk')");
    const [check, take = '', ...others] = runs(pypi);
    expect([check, ...others]).toEqual(['sha256sum --check SHA256SUMS']);
    // The program of the sandbox is a .tar.gz, too.
    const python = ['kgiton-2.0.0-py3-none-any.whl', 'kgiton-2.0.0.tar.gz'];
    const folder = await mkdtemp(join(tmpdir(), 'kgiton-pypi-'));
    await mkdir(join(folder, PACKED));
    for (const name of [...python, 'kgiton-sandbox-linux-x64.tar.gz', 'kgiton-sdk-2.0.0.tgz'])
      await writeFile(join(folder, PACKED, name), '');
    expect(spawnSync('bash', ['-e', '-c', take], { cwd: folder }).status).toBe(0);
    expect((await readdir(join(folder, 'dist'))).sort()).toEqual(python);
    await rm(folder, { recursive: true });
    expect(uses(pypi, 'pypa/gh-action-pypi-publish')[0]?.with).toEqual({ 'packages-dir': 'dist' });
  });

  test('gets an image and tags only when something was published', () => {
    const { id } = jobs.publish?.steps.find(({ run }) => run?.includes('publish.ts')) ?? {};
    expect(jobs.publish?.outputs?.published).toBe(`\${{ steps.${id}.outputs.published }}`);
    expect(jobs.image?.if).toBe("contains(needs.publish.outputs.published, '@kgiton/sandbox')");
    expect(jobs.tag?.if).toBe("needs.publish.outputs.published != ''");
    for (const job of [jobs.image, jobs.tag]) expect(job?.needs).toBe('publish');
  });

  test('has an image for amd64 and arm64, with provenance and an SBOM', () => {
    expect(uses(jobs.image, 'docker/build-push-action')[0]?.with).toMatchObject({
      platforms: 'linux/amd64,linux/arm64',
      provenance: 'mode=max',
      sbom: true,
      push: true,
    });
  });
});

const paths = [...(process.env.PATH ?? '').split(delimiter), join(process.env.GOPATH ?? join(homedir(), 'go'), 'bin')];
const actionlint = paths.map((path) => join(path, 'actionlint')).find((path) => existsSync(path));
if (!actionlint && !process.env.CI) {
  console.warn('skipped: actionlint (go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12)');
}

test.skipIf(!actionlint && !process.env.CI)('actionlint finds nothing wrong with the workflows', () => {
  const { status, stdout, stderr } = spawnSync(actionlint ?? 'actionlint', ['-no-color'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toBe('');
  expect(status).toBe(0);
});
