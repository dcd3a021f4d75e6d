#!/usr/bin/env node
// A file that is there before the package is built: npm links no command to one that is missing.
import '../dist/main.js';
