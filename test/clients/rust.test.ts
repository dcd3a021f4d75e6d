import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

describeClients(
  'Rust',
  [['cargo', '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate: 'openapi-generator-cli generate -i openapi-3.0.yaml -g rust -o kgiton --package-name kgiton',
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
