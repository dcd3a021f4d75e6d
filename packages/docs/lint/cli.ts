import { ROOT } from '../src/files.js';
import { reportProblems, translatedDocuments, translationProblems } from './lint.js';

reportProblems(await translationProblems(ROOT, await translatedDocuments(ROOT)));
