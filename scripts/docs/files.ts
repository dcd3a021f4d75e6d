import { join } from 'node:path';
import { ROOT } from '../paths.js';

const folder = join(ROOT, 'packages/docs');

/** The page: one file, to be put on any static host. */
export const DOCS_PAGE = join(folder, 'dist/index.html');

/** What the page is made with, beside the contract. */
export const TEMPLATE = join(folder, 'template.hbs');
export const THEME = join(folder, 'theme.css');
export const REDOC_OPTIONS = join(folder, 'redocly.yaml');
