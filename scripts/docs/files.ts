import { join } from 'node:path';
import { CONTROL_YAML, DOCUMENT_YAML, ROOT } from '../paths.js';

const folder = join(ROOT, 'packages/docs');

/** The folder of the site, to be put on any static host. */
export const SITE = join(folder, 'dist');

/** A page of the site: one self-contained file. */
export interface SitePage {
  /** The name of its file. */
  file: string;
  /** What other pages call it. */
  name: string;
  /** The bundled OpenAPI document that it draws. */
  document: string;
}

export const PAGES: readonly SitePage[] = [
  { file: 'index.html', name: 'Partner Payment API', document: DOCUMENT_YAML },
  { file: 'sandbox.html', name: 'Sandbox control API', document: CONTROL_YAML },
];

/** What the page is made with, beside the contract. */
export const TEMPLATE = join(folder, 'template.hbs');
export const THEME = join(folder, 'theme.css');
export const REDOC_OPTIONS = join(folder, 'redocly.yaml');
