export { buildSite } from './build.js';
export { chromiumPath, launchChromium } from './chromium.js';
export { type DocsServer, type DocsServerOptions, serveDocs } from './docs-server.js';
export { SITE } from './files.js';
export { type Rebuilding, rebuildOnChange } from './rebuild-on-change.js';
export { makeSite, type SiteOptions } from './site.js';
export { docsAreStale, TEXTS } from './stale.js';
