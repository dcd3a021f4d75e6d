import { html, raw } from 'hono/html';
import { folderOf, type Language, otherLanguage } from '../languages.js';
import { rootFrom } from '../links.js';
import type { Messages } from '../messages.js';
import { contentSecurityPolicy } from './content-security-policy.js';
import { ICON, icon } from './icons.js';
import { type NavigationEntry, navigationMenu } from './navigation-menu.js';

/** What every page is made with. */
export interface Assets {
  /** CSS. It stands in the page: another file would be one more way to the host and back until anything is drawn. */
  style: string;
  /** Path of the program of every page of the language, below the root of the site. */
  script: string;
}

export interface LayoutOptions {
  language: Language;
  messages: Messages;
  /** The name of the page's file without its folder: `qris.html`. */
  file: string;
  title: string;
  description: string;
  navigation: readonly NavigationEntry[];
  assets: Assets;
  /** The address of the root of the published site, with a slash at its end; undefined where nobody said it. */
  siteUrl: string | undefined;
  /** HTML. */
  content: string;
  /** HTML beside the content; none on pages that need the width. */
  aside?: string;
  /** Paths of further programs, below the root of the site. */
  scripts?: readonly string[];
  /** Its name in every language; styles know the page by it. */
  slug: string;
  /** A class of the body, for pages with a layout of their own. */
  kind: 'guide' | 'reference';
}

/**
 * Chooses light or dark before anything is drawn; the key is Redoc's own, so that both always agree. Where a program of the
 * page does not arrive, the page is one without programs.
 */
const THEME_SCRIPT = `document.documentElement.classList.add('js');addEventListener('error',function(e){if(e.target.defer)document.documentElement.classList.remove('js')},true);try{var m=localStorage.getItem('redoc.colorMode')}catch(e){}if(m!=='light'&&m!=='dark')m=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.classList.add(m)`;

/** A page of the site, from its first byte to its last. Every address in it is relative to the page. */
export function renderPage(options: LayoutOptions): string {
  const { language, messages, file, title, description, assets, content, aside, kind, slug, scripts = [] } = options;
  const root = rootFrom(language);
  const other = otherLanguage(language);
  const switchHref = `${root}${folderOf(other)}${file}`;
  const siteName = messages.get('site');
  const [brand, ...rest] = siteName.split(' ');
  const fullTitle = title === siteName ? title : `${title} · ${siteName}`;
  return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(THEME_SCRIPT)}">
<meta name="referrer" content="no-referrer">
<title>${fullTitle}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:site_name" content="${siteName}">
<meta property="og:type" content="article">
<link rel="icon" href="${raw(ICON)}">
${alternates(options, root)}
<link rel="alternate" type="text/markdown" href="${file.replace(/\.html$/, '.md')}">
<style>${raw(assets.style)}</style>
<script>${raw(THEME_SCRIPT)}</script>
<script defer src="${root}${assets.script}"></script>
${scripts.map(
  (script) => html`<script defer src="${root}${script}"></script>
`,
)}</head>
<body class="${kind}" data-page="${slug}" data-root="${root}">
<a class="skip" href="#content">${messages.get('skip')}</a>
<header class="top">
  <button type="button" class="menu-button" aria-expanded="false" aria-controls="navigation" aria-label="${messages.get('menu')}" hidden>${raw(icon('menu'))}</button>
  <a class="brand" href="index.html">${raw(icon('brand'))}<span>${brand} <span class="brand-rest">${rest.join(' ')}</span></span></a>
  <button type="button" class="search-button" aria-keyshortcuts="Control+K Meta+K" hidden>${raw(icon('search'))}<span>${messages.get('search.open')}</span><kbd>Ctrl K</kbd></button>
  <div class="tools">
    <button type="button" class="try-button" data-try="QRIS" hidden>${raw(icon('play'))}<span>${messages.get('try.title')}</span></button>
    <a class="language" href="${switchHref}" hreflang="${other}" lang="${other}" title="${messages.get('other-language')}">${other.toUpperCase()}</a>
    <button type="button" class="theme-button" aria-label="${messages.get('theme')}" hidden>${raw(icon('sun'))}${raw(icon('moon'))}</button>
  </div>
</header>
<div class="columns">
<nav id="navigation" aria-label="${messages.get('menu')}">
${raw(navigationMenu(options))}
</nav>
<main id="content" tabindex="-1">
${raw(content)}
</main>
${aside ? raw(aside) : ''}
</div>
</body>
</html>
`);
}

/** The same page in both languages, for search engines; they want whole addresses, browsers take relative ones too. */
function alternates({ language, file, siteUrl }: LayoutOptions, root: string) {
  const base = siteUrl ?? root;
  const link = (to: Language) => `${base}${folderOf(to)}${file === 'index.html' && siteUrl ? '' : file}`;
  const canonical = siteUrl
    ? html`<link rel="canonical" href="${link(language)}">
`
    : '';
  return html`${canonical}<link rel="alternate" hreflang="id" href="${link('id')}">
<link rel="alternate" hreflang="en" href="${link('en')}">
<link rel="alternate" hreflang="x-default" href="${link('id')}">`;
}
