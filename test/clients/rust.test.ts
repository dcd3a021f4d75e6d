import { blockAt } from '../../packages/docs/test/guides/pages.js';
import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

describeClients(
  'Rust',
  [['cargo', '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate: blockAt('libraries#rust').code,
      files: {
        'toolchain/rust/Cargo.toml': 'Cargo.toml',
        'toolchain/rust/Cargo.lock': 'Cargo.lock',
        'programs/rust/main.rs': 'main.rs',
      },
      build: 'cargo build --quiet && cp "$CARGO_TARGET_DIR/debug/program" .',
      run: './program',
      known: KNOWN_WARNINGS,
    }),
  ],
);
