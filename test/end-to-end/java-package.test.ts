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
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { serve } from '../support/http-server.js';
import { mavenOptions } from '../support/maven.js';
import { fencedBlocks } from '../support/typescript-project.js';

const PACKAGE = join(ROOT, 'packages/java');
const README = await readFile(join(PACKAGE, 'README.md'), 'utf8');
const snippets = fencedBlocks(README, 'java').map((code) => ({
  code,
  name: code.match(/^(?:public )?class (\w+)/m)?.[1] ?? '',
}));
const isTest = ({ code }: { code: string }) => code.includes('@Test');
const isEndpoint = ({ code }: { code: string }) => code.includes('HttpServer');
const programs = snippets.filter((each) => !isTest(each) && !isEndpoint(each));
const { version } = JSON.parse(await readFile(join(ROOT, 'packages/sdk/package.json'), 'utf8')) as { version: string };
/** For programs that end within a second. */
const QUICK = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** The pom.xml of a project whose tests run with JUnit, as an archetype makes it, with the dependency of the README. */
async function pomOfAnEmptyProject(): Promise<string> {
  const own = await readFile(join(PACKAGE, 'pom.xml'), 'utf8');
  const versionOf = (plugin: string) => own.match(`<artifactId>${plugin}</artifactId>\\s*<version>([^<]+)`)?.[1];
  const plugins = ['maven-resources-plugin', 'maven-compiler-plugin', 'maven-surefire-plugin'].map(
    (plugin) => `<plugin><artifactId>${plugin}</artifactId><version>${versionOf(plugin)}</version></plugin>`,
  );
  const [dependency] = fencedBlocks(README, 'xml');
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
  <properties>
    <maven.compiler.release>11</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    ${dependency}
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>${own.match(/<junit\.version>([^<]+)/)?.[1]}</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build><plugins>${plugins.join('')}</plugins></build>
</project>
`;
}

describeWithInstalled(
  'the Java package, installed in a local Maven repository and used from an empty project,',
  join(PACKAGE, 'tools/google-java-format.jar'),
  'packages/java/tools/install.sh',
  () => {
    let folder: string;
    let project: string;
    let sandbox: RunningSandbox;
    let classPath: string;
    /** Maven with a local repository of its own. */
    const maven = async (command: string, cwd: string, env: NodeJS.ProcessEnv = {}) => {
      const { exitCode, output } = await run(
        'bash',
        ['-e', '-c', command.replace(/^mvn /, `mvn ${await mavenOptions(folder)} `)],
        cwd,
        env,
        240_000,
      );
      expect(exitCode, output).toBe(0);
      return output;
    };
    const java = (name: string) => run('java', [...QUICK, '-cp', classPath, name], project);

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kgiton-java-'));
      project = join(folder, 'shop');
      await mkdir(join(project, 'src/main/java'), { recursive: true });
      await mkdir(join(project, 'src/test/java'), { recursive: true });
      await cp(PACKAGE, join(folder, 'payments-kit/packages/java'), {
        recursive: true,
        filter: (path) => !/\/(target|tools)$/.test(path),
      });
      await writeFile(join(project, 'pom.xml'), await pomOfAnEmptyProject());
      sandbox = await startSandbox({ port: 0 });
      for (const snippet of snippets) {
        await writeFile(
          join(project, `src/${isTest(snippet) ? 'test' : 'main'}/java/${snippet.name}.java`),
          snippet.code.replaceAll('http://localhost:4020', sandbox.url),
        );
      }
      const install = fencedBlocks(README, 'sh').find((code) => code.includes('mvn ')) ?? '';
      await maven(install.trim(), folder);
      const own = join(folder, 'm2/com/kgiton/kgiton-payments', version, `kgiton-payments-${version}.jar`);
      const { output } = await run(
        'bash',
        ['-c', `ls '${folder}'/m2/com/fasterxml/jackson/core/jackson-core/*/*.jar`],
        '/',
      );
      classPath = [join(project, 'target/classes'), own, output.trim()].join(':');
    }, 300_000);
    afterAll(async () => {
      await sandbox?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('passes the tests of the README', { timeout: 300_000 }, async () => {
      const output = await maven('mvn test', project, { KGITON_SANDBOX_URL: sandbox.url });
      expect(output).toContain('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0');
    });

    test('brings its sources and its license, and only jackson-core', async () => {
      const own = join(folder, 'm2/com/kgiton/kgiton-payments', version, `kgiton-payments-${version}`);
      const list = async (jar: string) => (await run('jar', ['--list', '--file', jar], folder)).output.split('\n');
      expect(await list(`${own}.jar`)).toEqual(
        expect.arrayContaining(['META-INF/LICENSE', 'module-info.class', 'com/kgiton/payments/KGiTON.class']),
      );
      expect(await list(`${own}-sources.jar`)).toEqual(
        expect.arrayContaining(['com/kgiton/payments/KGiTON.java', 'com/kgiton/payments/PaymentStatus.java']),
      );
    });

    test.each(programs)(
      'runs the program $name of the README, and does what its comments say',
      async ({ name, code }) => {
        const { exitCode, output } = await java(name);
        expect(exitCode, output).toBe(0);
        const promised = [...code.matchAll(/println\(.*\);\s+\/\/ ([A-Z].+\.|true|false)$/gm)].map(([, text]) => text);
        if (promised.length > 0) expect(output.trim().split('\n')).toEqual(promised);
        else expect(output).toMatch(/^(Scan|Send the customer to) http/);
      },
    );

    test('takes a signed webhook with the endpoint of the README, and refuses a forged one', async () => {
      await using free = await serve(() => {});
      const { port } = new URL(free.url);
      await free[Symbol.asyncDispose]();
      const child = spawn('java', [...QUICK, '-cp', classPath, snippets.find(isEndpoint)?.name ?? ''], {
        env: { ...process.env, PORT: port, KGITON_WEBHOOK_SECRET: 'whsec_test_kgiton' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let log = '';
      child.stdout.on('data', (text) => {
        log += text;
      });
      try {
        const body = JSON.stringify(createTestEvent({ payment_id: 'PAY-1', transaction_id: 'TRX-1' }));
        const post = async (signature: string) => {
          const headers = { 'content-type': 'application/json', 'x-kgiton-signature': signature };
          return (await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body, headers })).status;
        };
        await expect.poll(() => post(sign(body, 'forged')).catch(() => 0), { timeout: 30_000 }).toBe(401);
        expect(await post(sign(body, 'whsec_test_kgiton'))).toBe(200);
        await expect.poll(() => log).toContain('TRX-1 is paid: PAY-1');
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    });

    test('works in a program with modules, without JUnit', async () => {
      const source = join(folder, 'module');
      await mkdir(source);
      await writeFile(join(source, 'module-info.java'), 'module shop { requires com.kgiton.payments; }\n');
      await writeFile(
        join(source, 'Sign.java'),
        `package shop;

public class Sign {
    public static void main(String[] args) {
        com.kgiton.payments.KGiTON.builder().apiKey("kgiton_1").build();
        System.out.println(com.kgiton.payments.Webhooks.sign(new byte[0], "whsec_test_kgiton").length());
    }
}
`,
      );
      const modules = classPath.slice(classPath.indexOf(':') + 1);
      const compile = ['--release', '11', '-Xlint:all', '-Werror', '--module-path', modules, '-d', join(source, 'out')];
      const compiled = await run('javac', [...compile, 'module-info.java', 'Sign.java'], source);
      expect(compiled, compiled.output).toEqual({ exitCode: 0, output: '' });
      const program = await run(
        'java',
        [...QUICK, '--module-path', `${modules}:out`, '--module', 'shop/shop.Sign'],
        source,
      );
      expect(program.output).toBe('64\n');
    });
  },
);

test('the README of the Java package has a snippet of each kind', () => {
  expect(programs.length).toBeGreaterThanOrEqual(6);
  expect(snippets.filter(isEndpoint)).toHaveLength(1);
  expect(snippets.filter(isTest)).toHaveLength(1);
});
