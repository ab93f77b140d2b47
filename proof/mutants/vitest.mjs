import { format } from 'node:util';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';

/**
 * Stands for `vitest` where a thousand mutants are tried in one process: `describe`, `it` and `it.each` only write down what
 * there is to run, in `globalThis.found`; `expect` is vitest's own.
 */
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);
Object.assign(expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
globalThis[GLOBAL_EXPECT] = expect;
setState({ assertionCalls: 0 }, expect);

const titles = [];

export function describe(title, body) {
  titles.push(title);
  body();
  titles.pop();
}

export function it(title, run) {
  const { file, tests } = globalThis.found;
  tests.push({ file, name: [...titles, title].join(' > '), run });
}

it.each = (cases) => (title, run) => {
  cases.forEach((each, index) => {
    const values = Array.isArray(each) ? each : [each];
    it(`${format(title, ...values)} [${index}]`, () => run(...values));
  });
};
