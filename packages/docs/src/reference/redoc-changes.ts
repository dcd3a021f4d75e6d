/** What is put in the place of what, and why. */
interface Change {
  why: string;
  from: RegExp;
  to: string;
}

const CHANGES: readonly Change[] = [
  { why: 'a module exports, a script sets a global', from: /export\{[^}]*\};?\s*$/, to: 'globalThis.redocInit=init;' },
  { why: 'a script has no import.meta', from: /import\.meta\.(dirname|url)/g, to: "''" },
  { why: 'its logo comes from a host of its maker', from: /https:\/\/cdn\.redoc\.ly\/[\w./-]+\.svg/g, to: 'data:,' },
  { why: 'a page has one main part, and the site has it', from: /=(\w+)\.main(?=`|\.withConfig)/g, to: '=$1.div' },
  {
    why: 'its words have keys, but no option to set them',
    from: /translate:\((\w+),(\w+)\)=>\(typeof \2==`string`/,
    to: 'translate:($1,$2)=>globalThis.redocWords?.[$1]||(typeof $2==`string`',
  },
  {
    why: 'it asks for its other words only where it knows that there are some',
    from: /useTranslationKeys:\(\)=>\[\]/,
    to: 'useTranslationKeys:()=>Object.keys(globalThis.redocWords||{})',
  },
  { why: 'it says “link to” in no other language', from: /`link to (?=\$\{)/g, to: `\`\${${lookUp('link to')}} ` },
  {
    why: 'it says “Description” in no other language',
    from: /children:`Description`/g,
    to: `children:${lookUp('Description')}`,
  },
  { why: 'it says “or” in no other language', from: /\.join\(` or `\)/g, to: `.join(\` \${${lookUp('or')}} \`)` },
  ...['One of:', 'Any of:', 'Enum:', 'Value:', 'Enum Value', 'non-empty', 'property name'].map(wordWithoutKey),
  ...['Copy', 'Example', 'Response status', 'Collapse all', 'Expand all', 'collapse'].map(labelWithoutKey),
];

/** Of the words of Redoc's that have no key, the key is the word itself. */
function lookUp(word: string): string {
  return `(globalThis.redocWords?.[\`${word}\`]||\`${word}\`)`;
}

function wordWithoutKey(word: string): Change {
  const from = new RegExp(`\`${word}(\\*?)\``, 'g');
  return { why: `it says “${word}” in no other language`, from, to: `(${lookUp(word)}+\`$1\`)` };
}

function labelWithoutKey(label: string): Change {
  const from = new RegExp(`"aria-label":\`${label}\``, 'g');
  return {
    why: `it says “${label}” to screen readers in no other language`,
    from,
    to: `"aria-label":${lookUp(label)}`,
  };
}

/**
 * Redoc's module as a classic script that defines `redocInit`.
 *
 * @throws {Error} naming what is not there any more, when Redoc has changed
 */
export function classicScript(module: string): string {
  const program = CHANGES.reduce((text, { why, from, to }) => {
    if (text.search(from) < 0) throw new Error(`Redoc has changed: ${from} is not there any more, but ${why}.`);
    return text.replace(from, to);
  }, module);
  return `"use strict";${program}`;
}
