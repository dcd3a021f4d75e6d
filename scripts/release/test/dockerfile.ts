import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { ROOT } from '../../paths.js';

const dockerfile = DockerfileParser.parse(await readFile(join(ROOT, 'Dockerfile'), 'utf8'));

export const instructions = dockerfile.getInstructions();

/** Those of the stage that becomes the image. */
export const lastStage = instructions.slice(instructions.findLastIndex((each) => each.getKeyword() === 'FROM'));

export const argumentsOf = (instruction: Instruction | undefined) => instruction?.getArgumentsContent() ?? '';

/** The program of an instruction of the image, and what it is given. */
export function commandOf(keyword: string): string[] {
  const text = lastStage.find((each) => each.getKeyword() === keyword)?.getTextContent() ?? '';
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

/** Name and value of an ENV. */
export function variableOf(instruction: Instruction): [string, string] {
  const [, name = '', value = ''] = /^(\w+)=(\S+)$/.exec(argumentsOf(instruction)) ?? [];
  return [name, value];
}
