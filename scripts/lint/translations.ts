// Checks the translations against the documents of `openapi/` as they are now, whatever was generated last.
import { reportProblems, translationProblems } from '../../packages/docs/lint/lint.js';
import { bundle } from '../generate/bundle.js';
import { ContractError } from '../generate/document.js';

const root = process.cwd();
try {
  const { contract, control } = await bundle(root);
  const documents = { 'packages/contract/openapi.json': contract, 'packages/sandbox/openapi.json': control };
  reportProblems(await translationProblems(root, documents));
} catch (error) {
  if (!(error instanceof ContractError)) throw error;
  console.error(`${error.message}\n\ntranslations: the document is invalid; fix it first`);
  process.exitCode = 1;
}
