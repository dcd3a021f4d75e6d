import { describeClients } from './suite.js';
import { OPENAPI_GENERATOR } from './toolchain.js';

describeClients(
  'Kotlin',
  [['javac', '--version'], ['mvn', '--version'], OPENAPI_GENERATOR],
  [
    {
      generator: 'OpenAPI Generator',
      generate: 'openapi-generator-cli generate -i openapi.yaml -g kotlin -o kgiton --package-name com.kgiton',
      files: { 'toolchain/kotlin/pom.xml': 'pom.xml', 'programs/kotlin/Main.kt': 'program/Main.kt' },
      build: 'mvn --batch-mode --quiet compile dependency:build-classpath -Dmdep.outputFile=classpath.txt',
      run: 'java -cp "target/classes:$(cat classpath.txt)" MainKt',
    },
  ],
);
