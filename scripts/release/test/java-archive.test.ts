import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../../test/compatibility/run.js';
import { describeWithInstalled, describeWithTools } from '../../../test/support/describe-with-tools.js';
import { mavenOptions } from '../../../test/support/maven.js';
import { ROOT } from '../../paths.js';

const STARTER = 'packages/java/spring-boot-starter';
const ARTIFACTS = ['kgiton-payments', 'kgiton-payments-spring-boot-starter'];
const ARCHIVE = 'packed/kgiton-payments-java.zip';
const { version } = JSON.parse(await readFile(join(ROOT, 'packages/sdk/package.json'), 'utf8')) as { version: string };
const workflow = parse(await readFile(join(ROOT, '.github/workflows/release.yml'), 'utf8')) as {
  jobs: { pack: { steps: { run?: string }[] } };
};
/** What the release workflow does for Java. */
const commands = workflow.jobs.pack.steps.flatMap(({ run: command }) =>
  command && /^mvn |kgiton-payments-java/.test(command) ? command : [],
);

test('the release deploys both Java packages, and then packs them', () => {
  expect(commands.map((command) => /^mvn|zip/.exec(command)?.[0])).toEqual(['mvn', 'mvn', 'zip']);
});

describeWithInstalled(
  'the archive of the Java packages',
  join(ROOT, STARTER, 'tools/installed'),
  `${STARTER}/tools/install.sh`,
  () => {
    let folder: string;
    const shell = (command: string, env: NodeJS.ProcessEnv = {}) =>
      run('bash', ['-e', '-c', command], folder, env, 240_000);
    const succeed = async (command: string, env?: NodeJS.ProcessEnv) => {
      const { exitCode, output } = await shell(command, env);
      expect(exitCode, output).toBe(0);
      return output;
    };
    /** A file of an artifact, unpacked from the archive. */
    const file = (artifact: string, suffix: string) =>
      join(folder, 'unpacked/com/kgiton', artifact, version, `${artifact}-${version}${suffix}`);
    const namesIn = async (jar: string) => (await succeed(`unzip -Z1 '${jar}'`)).trim().split('\n');

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kgiton-java-release-'));
      await cp(join(ROOT, 'packages/java'), join(folder, 'packages/java'), {
        recursive: true,
        filter: (path) => !/\/(target|tools)$/.test(path),
      });
      await mkdir(join(folder, 'packed'));
      const options = await mavenOptions(join(folder, 'maven-home'));
      for (const command of commands) await succeed(command.replace(/^mvn /, `mvn ${options} `));
      await succeed(`unzip -q ${ARCHIVE} -d unpacked`);
    }, 300_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    test('has a JAR, sources, documentation and a POM of each, with checksums, and nothing else', async () => {
      const files = ARTIFACTS.flatMap((artifact) =>
        ['-javadoc.jar', '-sources.jar', '.jar', '.pom'].flatMap((suffix) =>
          ['', '.md5', '.sha1'].map((sum) => `com/kgiton/${artifact}/${version}/${artifact}-${version}${suffix}${sum}`),
        ),
      );
      const names = await namesIn(ARCHIVE);
      expect(names.filter((name) => !name.endsWith('/')).sort()).toEqual(files.sort());
    });

    describe.each(ARTIFACTS)('of %s', (artifact) => {
      test('has a POM with what Maven Central asks for, and no version that changes', async () => {
        const pom = await readFile(file(artifact, '.pom'), 'utf8');
        expect(pom).toContain(`<artifactId>${artifact}</artifactId>\n  <version>${version}</version>`);
        for (const tag of ['name', 'description', 'url'])
          expect(pom).toMatch(new RegExp(`^  <${tag}>[^<]+</${tag}>$`, 'm'));
        expect(pom).toMatch(/<licenses>\s*<license>\s*<name>MIT<\/name>\s*<url>https:[^<]+<\/url>/);
        expect(pom).toMatch(/<developers>\s*<developer>\s*<name>[^<]+<\/name>/);
        expect(pom).toMatch(/<scm>\s*<connection>scm:git:https:[^<]+<\/connection>\s*<url>https:[^<]+<\/url>/);
        expect(pom).not.toMatch(/SNAPSHOT|<repositories>|\{\{/);
      });

      test('has the source of each class, the documentation of what is public, and its license', async () => {
        const [classes, sources, pages] = await Promise.all(
          ['.jar', '-sources.jar', '-javadoc.jar'].map((suffix) => namesIn(file(artifact, suffix))),
        );
        expect(classes).toContain('META-INF/LICENSE');
        const named = (classes ?? []).filter((name) => /^com\/.*\/\w+\.class$/.test(name));
        expect(named.length).toBeGreaterThan(5);
        const sourceOf = (name: string) => name.replace('.class', '.java');
        expect(sources).toEqual(expect.arrayContaining(named.map(sourceOf)));
        expect(pages).toContain('index.html');
        const pageOf = (name: string) => `/${name.replace('.class', '.html')}`;
        const documented = named.filter((name) => pages?.some((page) => page.endsWith(pageOf(name))));
        expect(documented.length).toBeGreaterThan(1);
      });
    });

    describeWithTools('signed with a key of a person', [['gpg', '--version']], () => {
      test('has a signature of every file that Maven Central asks one for', { timeout: 60_000 }, async () => {
        const env = { GNUPGHOME: join(folder, 'keys') };
        await mkdir(env.GNUPGHOME, { mode: 0o700 });
        try {
          const key = '--quick-generate-key test@example.com default default never';
          await succeed(`gpg --batch --quiet --passphrase '' --pinentry-mode loopback ${key}`, env);
          await succeed(`cp ${ARCHIVE} signed.zip && '${join(ROOT, 'scripts/release/sign-java.sh')}' signed.zip`, env);
          await succeed('unzip -q signed.zip -d signed');
          const signed = (await namesIn('signed.zip')).filter((name) => /\.(jar|pom)$/.test(name));
          expect(signed).toHaveLength(ARTIFACTS.length * 4);
          for (const name of signed) await succeed(`gpg --batch --verify 'signed/${name}.asc' 'signed/${name}'`, env);
        } finally {
          await shell('gpgconf --kill all', env);
        }
      });
    });
  },
);
