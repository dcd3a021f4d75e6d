import type { Rolldown } from 'tsdown';

/** Of CommonJS, this leaves the declarations. */
export const declarationsAloneOfCommonJs: Rolldown.Plugin = {
  name: 'declarations-alone-of-common-js',
  generateBundle(_options, files) {
    for (const file of Object.keys(files)) if (file.endsWith('.cjs')) delete files[file];
  },
};

/**
 * The generator of rolldown-plugin-dts 0.23 writes a comment of one line behind what comes before, where TypeScript does
 * not find it. This puts it on a line of its own.
 */
export const commentsBeforeWhatTheyDescribe: Rolldown.Plugin = {
  name: 'comments-before-what-they-describe',
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk' || !/\.d\.c?ts$/.test(file.fileName)) continue;
      file.code = file.code.replace(/^(.*\S) (\/\*\* .* \*\/)\n(?=( *))/gm, '$1\n$3$2\n');
    }
  },
};
