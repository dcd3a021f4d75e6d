import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GeneratedFiles, HEADER } from '../files.js';

const TEMPLATE = 'packages/java/docs/pom.template.xml';

/** The `pom.xml` of the Java package: Maven has no other way to take the version from elsewhere and to publish it. */
export async function renderPom(root: string, version: string): Promise<GeneratedFiles> {
  const template = await readFile(join(root, TEMPLATE), 'utf8');
  const header = HEADER.replace('openapi/', TEMPLATE);
  return new Map([['packages/java/pom.xml', `<!-- ${header} -->\n${template.replace('{{version}}', version)}`]]);
}
