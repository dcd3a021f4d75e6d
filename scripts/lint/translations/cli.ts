import { translationProblems } from './lint.js';

const problems = await translationProblems(process.cwd());
for (const problem of problems) console.error(`translations: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('translations: whole and up to date');
