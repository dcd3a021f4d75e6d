import { expect, test } from 'vitest';
import { madeSite } from './made-site.js';

const HEADER = /\b(?:content-(?:type|length)|retry-after|location|user-agent|x-[a-z]+(?:-[a-z]+)*)\b/gi;

/** What a page says in prose, tables and messages of HTTP. Programs spell a header as their language does. */
function said(markdown: string): string[] {
  const text = markdown.replaceAll(/^```(?!http)\w.*?^```$/gms, '');
  const code = text.match(/^```http.*?^```$|`[^`\n]+`/gms) ?? [];
  return code.flatMap((part) => part.match(HEADER) ?? []);
}

test('the pages spell each header in one way', async () => {
  const { files } = await madeSite();
  const pages = [...files].filter(([path]) => path.endsWith('.md') && !path.endsWith('changelog.md'));
  const spellings = [...new Set(pages.flatMap(([, markdown]) => said(markdown)))];
  expect(spellings).toEqual(expect.arrayContaining(['content-type', 'X-KGiTON-Signature']));
  expect(spellings.map((name) => name.toLowerCase()).sort()).toEqual(
    [...new Set(spellings.map((name) => name.toLowerCase()))].sort(),
  );
});
