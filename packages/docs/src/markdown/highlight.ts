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

/** Code as HTML, its parts in `<span class="hljs-…">`; of a language that is not known, escaped text. */
export function highlight(code: string, language: string): string {
  const known = highlighter.getLanguage(language) ? language : undefined;
  return known ? highlighter.highlight(code, { language: known }).value : escapeText(code);
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
