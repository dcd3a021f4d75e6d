// Holds names and prose to the words of CONTRIBUTING.md's glossary: part of npm run lint.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../paths.js';
import { bannedWords, isRead, missingFromGlossary } from './find.js';

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
});
const paths = tracked.split('\n').filter((path) => isRead(path) && existsSync(join(ROOT, path)));
const findings = paths.flatMap((path) => bannedWords(path, readFileSync(join(ROOT, path), 'utf8')));
for (const { path, line, found, use } of findings) console.error(`${path}:${line || 1}: "${found}": use "${use}"`);
const missing = missingFromGlossary(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'));
for (const term of missing) console.error(`CONTRIBUTING.md: the glossary does not explain ${term}`);
if (findings.length + missing.length > 0) process.exitCode = 1;
else console.log(`vocabulary: ${paths.length} files keep to the glossary`);
