import { join } from 'node:path';
import { ROOT } from '../../../scripts/paths.js';

const folder = join(ROOT, 'packages/docs');

/** The folder of the site, to be put on any static host. */
export const SITE = join(folder, 'dist');

/** What the site is made of, beside the contract. */
export const GUIDES = join(folder, 'guides');
export const I18N = join(folder, 'i18n');
export const STYLES = join(folder, 'styles');
export const BROWSER = join(folder, 'browser');
export const REDOC_OPTIONS = join(folder, 'redocly.yaml');
/** The changelog and its translation. */
export const CHANGELOGS = { en: join(ROOT, 'CHANGELOG.md'), id: join(folder, 'CHANGELOG.id.md') } as const;

/** The bundled documents. */
export const CONTRACT = join(ROOT, 'packages/contract/openapi.json');
export const CONTROL = join(ROOT, 'packages/sandbox/openapi.json');
