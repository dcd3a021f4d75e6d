import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The repository root, with a trailing slash. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The bundled contract, as YAML and as JSON. */
export const DOCUMENT_YAML = require.resolve('@kgiton/contract/openapi.yaml');
export const DOCUMENT_JSON = require.resolve('@kgiton/contract/openapi.json');

/** The bundled document of the sandbox's control API, as YAML. */
export const CONTROL_YAML = fileURLToPath(new URL('../packages/sandbox/openapi.yaml', import.meta.url));
