import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../scripts/paths.js';
import type { Command } from '../support/describe-with-tools.js';

/** What `toolchain/install.sh` installs. */
export const TOOLCHAIN = fileURLToPath(new URL('toolchain', import.meta.url));

/** The programs that a command finds before those of the machine. */
const programs = ['bin', 'venv/bin', 'node_modules/.bin', 'node_modules/node-24/bin'].map((folder) =>
  join(TOOLCHAIN, folder),
);

/** OpenAPI Generator is there, and Java for it. */
export const OPENAPI_GENERATOR: Command = [join(TOOLCHAIN, 'bin/openapi-generator-cli'), 'version'];

/** What OpenAPI Generator warns of, and why that is harmless. */
export const KNOWN_WARNINGS = {
  'said of every document that is OpenAPI 3.1': /OpenAPI 3\.1 support is still in beta/,
  'Java needs no examples': /Ignoring complex example on request body/,
  'names are changed to what Rust allows': /AbstractRustCodegen - \S+ cannot be used as a .+ name\. Renamed to/,
  'a schema that stands where it is used has no name': /Failed to get the schema name: null/,
};

/** This machine's own, by whose settings the tools download, and what makes them say the same everywhere. */
export function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: [...programs, process.env.PATH].join(':'),
    NO_COLOR: '1',
    LC_ALL: 'C.UTF-8',
    // What cargo compiled stays there for the next run.
    CARGO_TARGET_DIR: join(ROOT, 'node_modules/.cache/kgiton-clients/cargo'),
    PYTHONDONTWRITEBYTECODE: '1',
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    npm_config_offline: 'true',
    npm_config_yes: 'false',
    npm_config_logs_max: '0',
    npm_config_update_notifier: 'false',
  };
}

export interface WorkFolder extends AsyncDisposable {
  path: string;
}

/** A folder that is gone when it is disposed of. */
export async function createWorkFolder(): Promise<WorkFolder> {
  const path = await mkdtemp(join(tmpdir(), 'kgiton-clients-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
