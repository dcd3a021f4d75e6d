// Checks the translations against the documents of `openapi/` as they are now, whatever was generated last.
import { reportProblems, translatedDocuments, translationProblems } from '../../packages/docs/lint/lint.js';
import { ContractError } from '../generate/document.js';
import { generate } from '../generate/generate.js';

const root = process.cwd();
try {
  const files = await generate(root);
  const documents = await translatedDocuments(root, async (document) => files.get(document) ?? '{}');
  reportProblems(await translationProblems(root, documents));
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  console.error(`${error.message}\n\ntranslations: the document is invalid; fix it first`);
  process.exitCode = 1;
}
