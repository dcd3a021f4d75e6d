import { ContractError } from '../../../scripts/generate/document.js';
import { currentDocuments, translationProblems } from './lint.js';

const root = process.cwd();
try {
  const problems = await translationProblems(root, await currentDocuments(root));
  for (const problem of problems) console.error(`translations: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log('translations: whole and up to date');
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  console.error(`${error.message}\n\ntranslations: the document is broken; mend it first`);
  process.exitCode = 1;
}
