import { beforeAll, describe, expect, it } from 'vitest';
import { command, decide, review, smallWorld } from '../worlds/close-world.ts';
import { tableOf } from '../worlds/export-files.ts';
import { googleRow } from '../worlds/google-exports.ts';
import { reportRows, type World } from '../worlds/world.ts';

/* R9, by explain: what part of a fee of a whole account counts, where its row has no id. */

let world: World;
let row: number;

beforeAll(async () => {
  world = smallWorld();
  world.write(
    'revshare.yaml',
    world
      .read('revshare.yaml')
      .replace('apple: ["6700000001"] }', 'apple: ["6700000001"], google: [ai.app.pkg/unlimited/monthly] }')
      .concat('other_products: { google: [ai.app.pkg/spark] }\n'),
  );
  world.write('coverage.csv', `${world.read('coverage.csv')}google,2025-08-01,2027-01-31,small world\n`);
  const day = { 'Transaction Date': 'Aug 4, 2026' };
  // Of 25.00 that Google charged in August 20.00 are for the plan; the account is charged 1.00 and gets 0.25 back.
  const rows = [
    googleRow(day),
    googleRow({
      ...day,
      Description: 'GPA.2',
      'Sku Id': 'spark',
      'Base Plan ID': '',
      'Amount (Merchant Currency)': '5.00',
    }),
    ...['-1.00', '0.25'].map((amount) =>
      googleRow({
        ...day,
        ...{ Description: '', 'Transaction Type': 'Adjustment', 'Product id': '', 'Sku Id': '', 'Base Plan ID': '' },
        'Amount (Merchant Currency)': amount,
      }),
    ),
  ];
  world.write('google/earnings_202608_1234-5.csv', tableOf(rows));
  const asked = await review(world, '2026-08');
  const subjects = reportRows(asked, 'exceptions.csv').filter(({ code }) => code === 'unallocated');
  expect(subjects).toHaveLength(2);
  await decide(
    world,
    '2026-08',
    subjects.map(({ code = '', subject = '' }) => ({ code, subject, decision: 'accept' as const })),
  );
  const postings = reportRows(await review(world, '2026-08'), 'postings.csv');
  row = postings.findIndex(({ kind, net_usd }) => kind === 'cost' && net_usd === '-0.800000') + 2;
}, 120_000);

describe('explain of a fee of a whole account', () => {
  it('has the amount of its own row and the share of plans, though the row has no id', async () => {
    const { code, stdout } = await command(world, ['explain', `postings.csv:${row}`, '--month', '2026-08', '--wide']);
    expect(code).toBe(0);
    // 1.00 * 20/25 = 0.80.
    expect(stdout).toContain('= less fee trunc(1.000000 * 20.000000/25.000000): what plans are of the month');
  });
});
