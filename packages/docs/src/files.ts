import { fileURLToPath } from 'node:url';

/** The root of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const folder = `${ROOT}packages/docs/`;

/** The folder of the built site, ready for any static host. */
export const SITE = `${folder}dist`;

/** What the site is made of, besides the contract. */
export const GUIDES = `${folder}guides`;
export const I18N = `${folder}i18n`;
export const STYLES = `${folder}styles`;
export const BROWSER = `${folder}browser`;
/** The sandbox, of which a part runs in the pages. */
export const SANDBOX = `${ROOT}packages/sandbox/src`;
export const REDOC_OPTIONS = `${folder}redocly.yaml`;
export const CHANGELOGS = { en: `${ROOT}CHANGELOG.md`, id: `${folder}CHANGELOG.id.md` } as const;

/** The bundled documents. */
export const CONTRACT = `${ROOT}packages/contract/openapi.json`;
export const CONTROL = `${ROOT}packages/sandbox/openapi.json`;
