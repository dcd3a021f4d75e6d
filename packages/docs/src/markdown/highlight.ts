import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import go from 'highlight.js/lib/languages/go';
import http from 'highlight.js/lib/languages/http';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';

const LANGUAGES = { bash, go, http, java, json, kotlin, php, python, rust, sql, typescript };

for (const [name, language] of Object.entries(LANGUAGES)) highlighter.registerLanguage(name, language);
highlighter.registerAliases(['sh', 'shell', 'curl'], { languageName: 'bash' });
highlighter.registerAliases(['ts', 'js', 'javascript'], { languageName: 'typescript' });

/** By language and code: the same code stands on pages of both locales, and on several pages. */
const highlighted = new Map<string, string>();

/** Code as HTML, its parts in `<span class="hljs-…">`; of a language that is not known, escaped text. */
export function highlight(code: string, language: string): string {
  if (!highlighter.getLanguage(language)) return escapeText(code);
  const key = `${language}\n${code}`;
  const html = highlighted.get(key) ?? highlighter.highlight(code, { language }).value;
  highlighted.set(key, html);
  return html;
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
