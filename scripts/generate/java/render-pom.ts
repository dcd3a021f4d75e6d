import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GeneratedFiles, HEADER } from '../files.js';

const PACKAGES = ['packages/java', 'packages/java/spring-boot-starter'];
const SHOP = 'examples/spring-shop/pom.xml';
const STARTER_VERSION = /(<artifactId>kgiton-payments-spring-boot-starter<\/artifactId>\s*<version>)[^<]+/;

/**
 * The `pom.xml` of the Java packages: Maven has no other way to take the version from elsewhere and to publish it. In that of
 * the example, which partners copy, only the version changes.
 */
export async function renderPoms(root: string, version: string): Promise<GeneratedFiles> {
  const poms = PACKAGES.map(async (folder): Promise<[string, string]> => {
    const path = `${folder}/docs/pom.template.xml`;
    const template = await readFile(join(root, path), 'utf8');
    const header = HEADER.replace('openapi/', path);
    return [`${folder}/pom.xml`, `<!-- ${header} -->\n${template.replace('{{version}}', version)}`];
  });
  const shop = await readFile(join(root, SHOP), 'utf8');
  return new Map([...(await Promise.all(poms)), [SHOP, shop.replace(STARTER_VERSION, `$1${version}`)]]);
}
