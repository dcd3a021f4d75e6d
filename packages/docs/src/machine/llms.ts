import { DOWNLOADS } from '../links.js';
import type { Messages } from '../messages.js';

/** A page in the list for assistants. */
export interface ListedPage {
  /** The file of its Markdown. */
  markdownFile: string;
  title: string;
  description: string;
}

export interface LlmsOptions {
  title: string;
  summary: string;
  guides: readonly ListedPage[];
  references: readonly ListedPage[];
  messages: Messages;
  /** What the links begin with: empty, or the address of the language's folder with a slash at its end. */
  base: string;
  /** What the links to the documents begin with: the way, or the address, of the root of the site. */
  root: string;
  /** The path of the list in the other language, below the root. */
  otherLanguage: string;
}

/** The list of all pages for assistants, in the form of llmstxt.org. */
export function llmsTxt({
  title,
  summary,
  guides,
  references,
  messages,
  base,
  root,
  otherLanguage,
}: LlmsOptions): string {
  const entry = ({ markdownFile, title: name, description }: ListedPage) =>
    `- [${name}](${base}${markdownFile}): ${description}`;
  return `# ${title}

> ${summary}

## ${messages.get('guides')}

${guides.map(entry).join('\n')}

## ${messages.get('reference')}

${references.map(entry).join('\n')}
${DOWNLOADS.map((file) => `- [${file}](${root}${file}): ${messages.get(`files.${contentOf(file)}`)}`).join('\n')}

## Optional

- [llms-full.txt](${base}llms-full.txt): ${messages.get('files.full')}
- [${otherLanguage}](${root}${otherLanguage}): ${messages.get('files.other')}
`;
}

/** What a document to download holds. */
function contentOf(file: string): 'contract' | 'control' | 'postman' {
  if (file.includes('postman')) return 'postman';
  return file.startsWith('sandbox-') ? 'control' : 'contract';
}

/** The text of all pages, one after the other. */
export function llmsFullTxt(pages: readonly string[]): string {
  return pages.join('\n---\n\n');
}
