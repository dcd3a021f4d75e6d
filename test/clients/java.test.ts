import { blockAt } from '../../packages/docs/test/guides/pages.js';
import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

const program = (name: string, folder: string) => ({
  'programs/java/Report.java': `${folder}/Report.java`,
  [`programs/java/${name}.java`]: `${folder}/${name}.java`,
});

/** With the pom.xml that the generator writes. */
const maven =
  'mvn --batch-mode --quiet -f kgiton/pom.xml compile dependency:build-classpath -Dmdep.outputFile=classpath.txt -Dmaven.compiler.release=17 -Dmaven.compiler.showWarnings=true';

describeClients(
  'Java',
  [['javac', '--version'], ['mvn', '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator (native)',
      generate: blockAt('libraries#java').code,
      files: program('OpenApiGeneratorNative', 'kgiton/src/main/java'),
      build: maven,
      run: 'java -cp "kgiton/target/classes:$(cat kgiton/classpath.txt)" OpenApiGeneratorNative',
      known: KNOWN_WARNINGS,
    }),
    ...fromBoth({
      generator: 'OpenAPI Generator (restclient)',
      generate: blockAt('libraries#java/2').code,
      files: program('OpenApiGeneratorRestClient', 'kgiton/src/main/java'),
      build: maven,
      run: 'java -cp "kgiton/target/classes:$(cat kgiton/classpath.txt)" OpenApiGeneratorRestClient',
      known: KNOWN_WARNINGS,
    }),
    {
      generator: 'Redocly',
      generate: blockAt('libraries#java/3').code,
      files: program('Redocly', '.'),
      build: 'javac -Xlint:all -encoding UTF-8 -d classes Kgiton.java Report.java Redocly.java',
      run: 'java -cp classes Redocly',
    },
  ],
);
