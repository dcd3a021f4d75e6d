import { afterAll, describe, inject, test } from 'vitest';
import { contract, documentPath } from '../support/document.js';
import { subjectOf } from './checks/check.js';
import { CHECK_GROUPS } from './checks/index.js';

const target = inject('target');
const subject = subjectOf(contract, target, documentPath);
afterAll(() => subject[Symbol.asyncDispose]());

for (const { name, appliesTo, checks } of CHECK_GROUPS) {
  describe.runIf(appliesTo?.(target) ?? true)(name, () => {
    for (const check of checks(subject)) test(check.name, () => check.run());
  });
}
