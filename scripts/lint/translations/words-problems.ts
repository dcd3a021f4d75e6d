/** The keys of nested words, dotted. */
function keysOf(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, word]) =>
    typeof word === 'object' && word !== null ? keysOf(word, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

/** Words of the site that one language has and the other lacks, but for Redoc's, which are English by themselves. */
export function wordsProblems(english: object, indonesian: object): string[] {
  const [there, here] = [english, indonesian].map((words) => new Set(keysOf({ ...words, redoc: {} })));
  return [
    ...[...(there ?? [])].filter((key) => !here?.has(key)).map((key) => `id.yaml: ${key} is missing.`),
    ...[...(here ?? [])].filter((key) => !there?.has(key)).map((key) => `en.yaml: ${key} is missing.`),
  ];
}
