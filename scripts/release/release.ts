import { keepRelease } from './releases.js';

const { exitCode, output } = await keepRelease(process.cwd(), process.argv.includes('--check'));
if (exitCode === 0) console.log(output);
else console.error(output);
process.exitCode = exitCode;
