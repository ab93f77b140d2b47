import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appleRow, readApple } from '../../test/worlds/apple-exports.ts';
import { appleRows, googleRows } from '../../test/worlds/arbitrary-export-rows.ts';
import { assembleEach, type JudgedLines, type Line, rulesOf } from '../../test/worlds/assembling.ts';
import { googleRow, readGoogle } from '../../test/worlds/google-exports.ts';
import { allowedDecisions, type Decision, DecisionBook } from '../core/close/decision.ts';
import type { Finding } from '../core/close/finding.ts';

type Row = Record<string, string>;

const RULES = rulesOf(['2026-10', '2026-11'].map((date) => ({ date, currency: 'EUR', rate: '1.08375' })));

/** Everything that there is, left out: what leaving out is about is kept as a person's file of decisions keeps it. */
function allLeftOut(judged: readonly JudgedLines[]): DecisionBook {
  const findings = judged.flatMap(({ group }) => group.findings);
  const decided = findings
    .filter(({ code }) => allowedDecisions(code).includes('leave-out'))
    .map((finding): Decision => {
      const { code, month, subject, alone = subject } = finding;
      return { code, month, subject: alone, decision: 'leave-out', note: 'law', by: 'ada', at: '', finalMonth: null };
    });
  return new DecisionBook(decided);
}

/** Whether the row at the end is no exception, or one of the exceptions of its code is open: nobody has left it out. */
function isSeen(judged: readonly JudgedLines[], last: number, decisions: DecisionBook): boolean {
  const isOpen = ({ code, subject, month }: Finding): boolean => decisions.on(code, subject, month) === null;
  return judged.every(({ rows, group }) => {
    const row = rows.find(({ source }) => source.line === last);
    const fate = row === undefined ? undefined : group.fates.get(row.source);
    if (fate?.fate !== 'exception') return true;
    return group.findings.some((finding) => finding.code === fate.by && isOpen(finding));
  });
}

async function expectAsked(rows: readonly Row[], late: Row, read: (rows: Row[]) => Promise<Line[]>): Promise<void> {
  const decisions = allLeftOut(assembleEach(await read([...rows]), RULES));
  const lines = await read([...rows, late]);
  const last = Math.max(...lines.map(({ line }) => line));
  const judged = assembleEach(lines, { ...RULES, decisions });
  expect(isSeen(judged, last, decisions)).toBe(true);
}

describe('what is charged later is never left out with what a person left out before', () => {
  it('of Google, of whatever product and in whatever currency', async () => {
    const changed = fc.record({
      'Sku Id': fc.constantFrom('unlimited', 'stickers'),
      'Merchant Currency': fc.constantFrom('USD', 'USD', 'EUR'),
    });
    const rows = fc.array(fc.tuple(googleRows, changed), { maxLength: 6 });
    const late = fc.tuple(
      fc.constantFrom('GPA.1', 'GPA.1..0', ''),
      fc.constantFrom('4.99', '19.90', '200.00'),
      changed,
    );
    await fc.assert(
      fc.asyncProperty(rows, late, async (before, [order, amount, more]) => {
        const charge = googleRow({
          ...{ Description: order, 'Transaction Type': 'Charge', 'Transaction Date': 'Oct 4, 2026' },
          ...{ 'Amount (Merchant Currency)': amount, 'Base Plan ID': 'annual', ...more },
        });
        const earlier = before.map(([row, of]) => ({ ...row, ...of }));
        await expectAsked(earlier, charge, readGoogle);
      }),
      { numRuns: 300 },
    );
  });

  it('of Apple, of whatever product, duration and price', async () => {
    const changed = fc.record({
      'Subscription Apple ID': fc.constantFrom('6700000001', '6700000002', '6700000077'),
      'Standard Subscription Duration': fc.constantFrom('1 Month', '1 Year', '60 Days'),
    });
    const late = fc.tuple(fc.constantFrom('1', '2'), fc.constantFrom('5.00', '20.00', '70.00'), changed);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(appleRows, changed), { maxLength: 6 }), late, async (before, sale) => {
        const [subscriber, price, more] = sale;
        const row = appleRow({
          ...{ 'Subscriber ID': subscriber, 'Customer Price': price, 'Developer Proceeds': '3.33', ...more },
        });
        const earlier = before.map(([one, of]) => ({ ...one, ...of }));
        await expectAsked(earlier, row, readApple);
      }),
      { numRuns: 300 },
    );
  });
});
