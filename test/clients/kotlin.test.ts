import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

describeClients(
  'Kotlin',
  [['javac', '--version'], ['mvn', '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate: 'openapi-generator-cli generate -i openapi-3.0.yaml -g kotlin -o kgiton --package-name com.kgiton',
      files: { 'toolchain/kotlin/pom.xml': 'pom.xml', 'programs/kotlin/Main.kt': 'program/Main.kt' },
      build: 'mvn --batch-mode --quiet compile dependency:build-classpath -Dmdep.outputFile=classpath.txt',
      run: 'java -cp "target/classes:$(cat classpath.txt)" MainKt',
      known: KNOWN_WARNINGS,
    }),
  ],
);
