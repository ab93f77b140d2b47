import { expect, it } from 'vitest';
import { InvalidInput, type Problem } from '../problems/problem.ts';
import { plansText } from './found-plans.ts';
import { readConfig } from './read-config.ts';

const PLANS = `plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_m], apple: ["6400000001"] }
  - { id: unlimited, term: annual, list_price_usd: 199, google: ["ai.app.pkg/unlimited/annual"] }
`;
const HEAD = 'version: 1\nfirst_month: 2026-08\n';

function problemsOf(text: string): readonly Problem[] {
  try {
    readConfig(text, 'revshare.yaml');
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  throw new Error('the configuration was read without a problem');
}

it('refuses two prices of one plan and term, and takes a plan in several entries', () => {
  const again = (written: string) =>
    `${HEAD}${PLANS}  - { id: unlimited, term: monthly, list_price_usd: ${written}, stripe: [price_b] }\n`;
  const [problem] = problemsOf(again('25.00'));
  expect(problem).toMatchObject({
    message:
      'unlimited monthly has the list price 20.00 in plans.0 and 25.00 in plans.2: an earlier price stands under changes, another plan has another id',
    place: { line: 6, column: 53 },
  });
  expect(() => readConfig(again('20'), 'f')).not.toThrow();
  const [low] = problemsOf(again('20.00, low_charge: yearly'));
  expect(low?.message).toBe('unlimited monthly has another low_charge in plans.0 than in plans.2');
});

it('refuses a share of nothing, which a change may bring', () => {
  const [problem] = problemsOf(`${HEAD}${PLANS}pool: { share: 0.00 }\n`);
  expect(problem).toMatchObject({
    message: 'pool.share must be more than 0: nobody would be paid',
    place: { line: 6 },
  });
  const ended = readConfig(`${HEAD}${PLANS}changes: [{ from: 2027-01, pool: { share: 0 } }]\n`, 'f');
  expect(ended.rules.changes.map(({ value }) => value.share)).toEqual(['0']);
});

it('init gives base plans of one name and term, but of two prices, ids of their own', () => {
  const base = (name: string, price: bigint) => {
    return { provider: 'google' as const, product: `ai.app.pkg/pro/${name}`, rows: 1, months: null, price };
  };
  const text = plansText([
    base('monthly', 20_000000n),
    base('monthly-b', 20_000000n),
    base('monthly-early', 9_000000n),
  ]);
  // Of the first two each has a third beside it that costs 9.00.
  const ids = ['ai.app.pkg/pro/monthly', 'ai.app.pkg/pro/monthly-b', 'ai.app.pkg/pro/monthly-early'];
  expect([...(text ?? '').matchAll(/- id: "(.*)"/g)].map(([, id]) => id)).toEqual(ids);
  expect(readConfig(HEAD + text, 'f').plans.map(({ id }) => id)).toEqual(ids);
  const alike = plansText([base('monthly', 20_000000n), base('monthly-b', 20_000000n), base('annual', 199_000000n)]);
  expect(readConfig(HEAD + alike, 'f').plans.map(({ id, term }) => `${id} ${term}`)).toEqual([
    'pro monthly',
    'pro monthly',
    'pro annual',
  ]);
});
