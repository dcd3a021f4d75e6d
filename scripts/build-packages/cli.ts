import { buildPackages } from './build.js';

await buildPackages();
