import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import {
  SCRIPT as CHECKOUT_SCRIPT,
  STYLES as CHECKOUT_STYLE,
} from '../../../sandbox/src/checkout/generated/program.js';
import { FEED } from '../feed.js';
import { folderOf, type Language, otherLanguage, rootFrom } from '../languages.js';
import type { Locale } from '../locale.js';
import type { Messages } from '../messages.js';
import type { SiteFile } from '../site-file.js';
import { FAVICON, icon } from './icons.js';
import type { Page } from './page.js';
import { pageTools } from './page-tools.js';
import { article, contents, navigation, notFound } from './parts.js';

type Markup = ReturnType<typeof html>;

/** What the pages of a language share. */
export interface Frame {
  locale: Locale;
  pages: readonly Page[];
  /** CSS. It stands in each page: a file would cost one more round trip before anything is drawn. */
  style: string;
  /** The path of the script of every page, below the root of the site. */
  script: string;
  /** The address of the root of the published site, with a slash at its end; undefined where it is unknown. */
  siteUrl: string | undefined;
  /** The origin of a hosted sandbox that pages may send requests to. */
  sandbox: string | undefined;
  /** The path of the script with the Markdown of each page, below the root of the site. */
  markdownScripts: readonly string[];
  /** Where the sources of the pages can be edited, with a slash at its end. */
  editUrl: string | undefined;
  /** Where readers give feedback; `{page}` stands for the page. */
  feedbackUrl: string | undefined;
}

/** The pages of a language as files: each in the frame that they share. */
export function pageFiles(frame: Frame): SiteFile[] {
  const folder = folderOf(frame.locale.language);
  return frame.pages.map((page, index) => ({
    path: `${folder}${page.slug}.html`,
    content: render(page, index, frame),
  }));
}

/**
 * The page that static hosts show for a missing page, at any address: its own addresses begin with that of the site, or at the
 * root of the host where it is unknown.
 */
export function notFoundFile(frame: Frame, messages: Readonly<Record<Language, Messages>>): SiteFile {
  const { locale, siteUrl = '/' } = frame;
  const { language } = locale;
  const title = '404';
  const head = html`<meta name="robots" content="noindex">`;
  const content = framed(
    frame,
    { kind: 'guide', slug: title, title, root: siteUrl, otherPage: 'index', head },
    notFound(messages, siteUrl, language),
  );
  return { path: `${folderOf(language)}404.html`, content };
}

/**
 * Chooses light or dark before anything is drawn. Redoc keeps the choice under the same key, so its pages always agree. A page
 * whose script does not load behaves as one without scripts.
 */
const THEME_SCRIPT = `document.documentElement.classList.add('js');addEventListener('error',function(e){if(e.target.defer)document.documentElement.classList.remove('js')},true);try{var m=localStorage.getItem('redoc.colorMode')}catch(e){}if(m!=='light'&&m!=='dark')m=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.classList.add(m)`;

/** Makes the choices of a reader again before the samples are drawn, so that nothing moves. browser/samples.ts keeps them. */
const CHOICES_SCRIPT = `try{document.querySelectorAll('.samples input').forEach(function(i){if(localStorage.getItem('kgiton.'+i.name)===i.value)i.checked=true})}catch(e){}`;

/** A page of the site. Every address in it is relative to the page. */
function render(page: Page, index: number, frame: Frame): string {
  const { locale, pages, siteUrl, markdownScripts, editUrl, feedbackUrl } = frame;
  const { language, messages } = locale;
  const { kind, slug, title, description, source } = page;
  const head = html`<meta name="description" content="${description}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:site_name" content="${messages.get('site')}">
<meta property="og:type" content="article">
${alternates(slug, language, siteUrl)}
<link rel="alternate" type="text/markdown" href="${slug}.md">`;
  const choices = page.operation ? html`<script>${raw(CHOICES_SCRIPT)}</script>` : '';
  const main = article(page, pages[index - 1], pages[index + 1], messages, {
    choices,
    tools: pageTools(slug, markdownScripts[index] ?? '', locale, siteUrl),
    edit: editUrl && `${editUrl}${source}`,
    feedback: feedbackUrl?.replaceAll(
      '{page}',
      encodeURIComponent(`${siteUrl ?? ''}${folderOf(language)}${slug}.html`),
    ),
  });
  return framed(
    frame,
    { kind, slug, title, root: rootFrom(language), otherPage: slug, head },
    main,
    contents(page, messages),
  );
}

interface Framed {
  kind: Page['kind'];
  slug: string;
  title: string;
  /** The address of the root of the site. */
  root: string;
  /** The page that the switch to the other language opens. */
  otherPage: string;
  /** More of the head. */
  head: Markup;
}

/** What all pages share, around the main part of one. */
function framed(frame: Frame, page: Framed, main: Markup, aside: Markup | string = ''): string {
  const { locale, pages, style, script, sandbox } = frame;
  const { language, messages } = locale;
  const { kind, slug, title, root, otherPage, head } = page;
  const folder = root === rootFrom(language) ? '' : `${root}${folderOf(language)}`;
  const other = otherLanguage(language);
  const siteName = messages.get('site');
  const [brand, ...rest] = siteName.split(' ');
  return String(html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy([THEME_SCRIPT, ...(kind === 'operation' ? [CHOICES_SCRIPT] : [])], style, sandbox)}">
<meta name="referrer" content="no-referrer">
<title>${title === siteName ? title : `${title} · ${siteName}`}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${raw(FAVICON)}">
<link rel="alternate" type="application/atom+xml" title="${messages.get('feed')}" href="${folder}${FEED}">
${head}
<style>${raw(style)}</style>
<script>${raw(THEME_SCRIPT)}</script>
<script defer src="${root}${script}"></script>
</head>
<body class="${kind}" data-page="${slug}" data-root="${root}"${folder ? html` data-folder="${folder}"` : ''}>
<a class="skip" href="#content">${messages.get('skip')}</a>
<header class="top">
  <button type="button" class="menu-button" aria-expanded="false" aria-controls="navigation" aria-label="${messages.get('menu')}" hidden>${icon('menu')}</button>
  <a class="brand" href="${folder}index.html">${icon('brand')}<span>${brand} <span class="brand-rest">${rest.join(' ')}</span></span></a>
  <button type="button" class="search-button" aria-keyshortcuts="Control+K Meta+K" hidden>${icon('search')}<span>${messages.get('search.open')}</span><kbd>Ctrl K</kbd></button>
  <div class="tools">
    <button type="button" class="try-button" data-try="QRIS" hidden>${icon('play')}<span>${messages.get('try.title')}</span></button>
    <a class="language" href="${root}${folderOf(other)}${otherPage}.html" hreflang="${other}" lang="${other}" title="${messages.get('other-language')}">${other.toUpperCase()}</a>
    <button type="button" class="theme-button" aria-label="${messages.get('theme')}" hidden>${icon('sun')}${icon('moon')}</button>
  </div>
</header>
<div class="columns">
<nav id="navigation" aria-label="${messages.get('menu')}">
${navigation(pages, slug, messages, folder)}
</nav>
<main id="content" tabindex="-1">
${main}
</main>
${aside}
</div>
</body>
</html>
`);
}

/** The same page in both languages. Search engines need absolute addresses; browsers take relative ones too. */
function alternates(slug: string, language: Language, siteUrl: string | undefined) {
  const base = siteUrl ?? rootFrom(language);
  const address = (to: Language) => `${base}${folderOf(to)}${slug === 'index' && siteUrl ? '' : `${slug}.html`}`;
  const canonical = siteUrl ? html`<link rel="canonical" href="${address(language)}">\n` : '';
  return html`${canonical}<link rel="alternate" hreflang="id" href="${address('id')}">
<link rel="alternate" hreflang="en" href="${address('en')}">
<link rel="alternate" hreflang="x-default" href="${address('id')}">`;
}

/**
 * Lets a page run its own scripts and styles, and connect to this computer only: to the sandbox, and to `npm start`. A
 * frame without an address has the policy of its page, so the checkout page of the panel is named too.
 */
export function contentSecurityPolicy(scripts: readonly string[], style: string, sandbox: string | undefined): string {
  const sandboxes = ['http://localhost:*', 'http://127.0.0.1:*', ...(sandbox ? [sandbox] : [])].join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' ${[...scripts, CHECKOUT_SCRIPT].map((script) => `'${contentHash(script)}'`).join(' ')}`,
    `style-src '${contentHash(style)}' '${contentHash(CHECKOUT_STYLE)}'`,
    `img-src 'self' data: ${sandboxes}`,
    `connect-src ${sandboxes}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The source expression that allows an inline script or style. */
export function contentHash(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
