import { readFileSync } from 'node:fs';
import { ROOT } from './files.js';

/**
 * Where readers get the packages: from a clone, which packs them, or from npm. Until the packages are on npm it is a clone;
 * `DOCS_PACKAGES=registry` switches the guides and the READMEs of the packages.
 */
export const PACKAGE_SOURCES = ['clone', 'registry'] as const;
export type PackageSource = (typeof PACKAGE_SOURCES)[number];

/** The address of the repository, from the root package.json. */
export const REPOSITORY = (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { homepage: string }).homepage;

/** The folder that `git clone` makes. */
export const CLONE = REPOSITORY.slice(REPOSITORY.lastIndexOf('/') + 1);

/** Where `npm run pack` puts the packages, below the root of the repository. */
export const PACKED = 'packed';

/**
 * The source that a flag or `DOCS_PACKAGES` names.
 *
 * @throws {RangeError} for anything but one of {@link PACKAGE_SOURCES}
 */
export function packageSource(given = process.env.DOCS_PACKAGES): PackageSource {
  const source = PACKAGE_SOURCES.find((candidate) => candidate === (given || 'clone'));
  if (!source) {
    throw new RangeError(
      `--packages or DOCS_PACKAGES: expected ${PACKAGE_SOURCES.join(' or ')}, got ${JSON.stringify(given)}.`,
    );
  }
  return source;
}

/** The pages of packages that are not on npm. */
const REGISTRY_PAGES: Record<string, string> = {
  php: 'https://packagist.org/packages/kgiton/payments',
  python: 'https://pypi.org/project/kgiton/',
  go: 'https://pkg.go.dev/github.com/kgiton/kgiton-go/v2',
  java: 'https://central.sonatype.com/artifact/com.kgiton/kgiton-payments',
};

const ONLY = /^\{\{only (\w+)\}\}\n([\s\S]*?)^\{\{end\}\}\n/gm;
const PAGE = /\{\{page-of (\w+)\}\}/g;
const INSTALL = /\{\{install ([^}]+)\}\}/g;

/**
 * Expands what differs between a clone and npm: `{{only clone}} … {{end}}` and `{{only registry}} … {{end}}`, each on a
 * line of its own, `{{clone}}` (the command that gets and packs a clone), `{{install NAME …}}`, and `{{page-of sdk}}` (the
 * address of a package's page).
 */
export function expandPackages(markdown: string, source: PackageSource): string {
  return markdown
    .replace(ONLY, (_, only: string, text: string) => (packageSource(only) === source ? text : ''))
    .replace(PAGE, (_, name: string) =>
      source === 'registry'
        ? (REGISTRY_PAGES[name] ?? `https://www.npmjs.com/package/@kgiton/${name}`)
        : `${REPOSITORY}/tree/main/packages/${name}`,
    )
    .replaceAll('{{clone}}', `git clone ${REPOSITORY}.git && (cd ${CLONE} && npm ci && npm run pack)`)
    .replace(INSTALL, (_, names: string) => `npm install ${source === 'registry' ? names : withTarballs(names)}`);
}

/** All packages at once: npm would fetch the dependencies of a single one from the registry. Others come from npm anyway. */
function withTarballs(names: string): string {
  const others = names.split(' ').filter((name) => !name.startsWith('@kgiton/') && !name.startsWith('--'));
  return [`../${CLONE}/${PACKED}/*.tgz`, ...others].join(' ');
}
