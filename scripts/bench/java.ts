import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../paths.js';
import { benchLanguage } from './language.js';

const CLASSES = join(ROOT, 'packages/java/target/classes');
const JACKSON = join(homedir(), '.m2/repository/com/fasterxml/jackson/core/jackson-core');

/** The compiled Java package, and what it depends on. */
export async function javaClassPath(): Promise<string> {
  const pom = await readFile(join(ROOT, 'packages/java/pom.xml'), 'utf8');
  const [, version] = pom.match(/<artifactId>jackson-core<\/artifactId>\s*<version>([^<]+)/) ?? [];
  return `${CLASSES}:${JACKSON}/${version}/jackson-core-${version}.jar`;
}

/** The Java package against plain java.net.http and javax.crypto. */
export async function benchJava() {
  if (!existsSync(CLASSES)) throw new Error('Compile the Java package first: packages/java/tools/install.sh');
  return benchLanguage({
    language: 'Java',
    plainCall: 'java.net.http',
    plainVerify: 'javax.crypto.Mac',
    command: ['java', '-cp', await javaClassPath(), 'Bench.java'],
    cwd: new URL('java', import.meta.url).pathname,
  });
}
