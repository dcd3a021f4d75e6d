import { blockAt } from '../../packages/docs/test/guides/pages.js';
import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

describeClients(
  'Kotlin',
  [['javac', '--version'], ['mvn', '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate: blockAt('libraries#kotlin').code,
      files: { 'toolchain/kotlin/pom.xml': 'pom.xml', 'programs/kotlin/Main.kt': 'program/Main.kt' },
      build: 'mvn --batch-mode --quiet compile dependency:build-classpath -Dmdep.outputFile=classpath.txt',
      run: 'java -cp "target/classes:$(cat classpath.txt)" MainKt',
      known: KNOWN_WARNINGS,
    }),
  ],
);
