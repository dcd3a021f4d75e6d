import { contractDiff } from './contract-diff.js';

const { exitCode, output } = await contractDiff(process.cwd());
if (exitCode === 0) console.log(output);
else console.error(output);
process.exitCode = exitCode;
