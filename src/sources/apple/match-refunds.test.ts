import { describe, expect, it } from 'vitest';
import { appleRefund, appleRow, readApple } from '../../../test/worlds/apple-exports.ts';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { FROM_THE_START, month, posted, short, times } from '../../../test/worlds/charges.ts';
import { type Decision, DecisionBook } from '../../core/close/decision.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import { postedOverTime } from '../../core/revenue/posted-over-time.ts';

async function assemble(...rows: Record<string, string>[]): Promise<Assembled> {
  const [group, ...more] = assembleAll(await readApple(rows), rulesOf());
  if (group === undefined || more.length > 0) throw new Error('the rows are one group');
  return group;
}
const codes = (group: Assembled): string[] => group.findings.map((each) => each.code);
/** What each sale of the group posts in its own month. */
const grossOf = (group: Assembled): string[] => group.charges.map((charge) => posted(charge)[0] ?? '');
const overReduced = (group: Assembled): number =>
  group.charges.flatMap((charge) => postedOverTime(charge, charge.events, FROM_THE_START).overReduced).length;

describe('equal rows and their refunds', () => {
  it('equal rows are separate sales', async () => {
    const group = await assemble(appleRow(), appleRow(), appleRow());
    expect(new Set(group.charges.map((charge) => charge.id)).size).toBe(3);
    expect(grossOf(group)).toEqual(times(3, '20.00'));
  });

  it('each refund finds a sale of its own', async () => {
    const group = await assemble(appleRow(), appleRow(), appleRow(), appleRefund(), appleRefund());
    expect(grossOf(group).sort()).toEqual(['0.00', '0.00', '20.00']);
    expect(overReduced(group)).toBe(0);
  });

  it('a full refund goes to the sale of its amount, whichever refund comes first', async () => {
    const intro = { 'Customer Price': '5.00', 'Developer Proceeds': '3.50' };
    const back = { 'Customer Price': '-5.00', 'Developer Proceeds': '-3.50' };
    const group = await assemble(
      appleRow(),
      appleRow(intro),
      appleRefund({ ...back, 'Event Date': '2026-10-26' }),
      appleRefund({ 'Event Date': '2026-10-28' }),
    );
    expect(grossOf(group)).toEqual(['0.00', '0.00']);
    expect(overReduced(group)).toBe(0);
  });

  it('several partial refunds may share a sale', async () => {
    const part = { 'Customer Price': '-8.00', 'Developer Proceeds': '-5.60' };
    const group = await assemble(appleRow(), appleRefund(part), appleRefund({ ...part, 'Event Date': '2026-10-28' }));
    expect(grossOf(group)).toEqual(['4.00']);
  });

  it('one refund of several units is of as many sales', async () => {
    const units = (count: string) => appleRefund({ Units: count });
    // 2 x 20.00 less 6.00 of fee each: of two sales of one unit each is taken back whole.
    const two = await assemble(appleRow(), appleRow(), units('-2'));
    expect([grossOf(two), overReduced(two), codes(two)]).toEqual([['0.00', '0.00'], 0, []]);
    expect(two.charges.map((charge) => posted(charge, 'fee')[0])).toEqual(['0.00', '0.00']);
    expect([...two.fates.values()].map(({ fate }) => fate)).toEqual(['booked', 'booked', 'booked']);
    // Of three sales two; of one sale of two units, that sale; of a sale of two and one of one, both.
    expect(grossOf(await assemble(appleRow(), appleRow(), appleRow(), units('-2')))).toEqual(['0.00', '0.00', '20.00']);
    expect(grossOf(await assemble(appleRow(), appleRow({ Units: '2' }), units('-2')))).toEqual(['20.00', '0.00']);
    expect(grossOf(await assemble(appleRow(), appleRow({ Units: '2' }), units('-3')))).toEqual(['0.00', '0.00']);
    // The third unit of three is one too many.
    const three = await assemble(appleRow(), appleRow(), units('-3'));
    expect([grossOf(three), overReduced(three)]).toEqual([['0.00', '0.00'], 1]);
  });

  it('one refund too many is over-reduced', async () => {
    const group = await assemble(appleRow(), appleRefund(), appleRefund({ 'Event Date': '2026-10-28' }));
    expect(grossOf(group)).toEqual(['0.00']);
    expect(overReduced(group)).toBe(1);
  });

  it('a refund of another currency is of no sale here', async () => {
    const euro = { 'Customer Currency': 'EUR', 'Proceeds Currency': 'EUR', 'Customer Price': '-18.00' };
    const group = await assemble(appleRow(), appleRefund(euro));
    expect([grossOf(group), codes(group)]).toEqual([['20.00'], ['orphan']]);
    // A storefront changed its currency: the sale is there, and the exception does not say that it is missing.
    expect(group.findings[0]?.what).toContain('which is in the data in USD, and the refund in EUR');
  });

  it('accepted, a refund of another currency posts by itself beside its sale, which is one charge', async () => {
    const decision: Decision = {
      ...{ code: 'orphan', subject: '', month: month('2026-10'), decision: 'accept' },
      ...{ note: 'x', by: 'ada', at: '', finalMonth: null },
    };
    const euro = { 'Customer Currency': 'EUR', 'Proceeds Currency': 'EUR', 'Customer Price': '-18.00' };
    const rows = await readApple([appleRow(), appleRefund({ ...euro, 'Developer Proceeds': '-18.00' })]);
    const subject = assembleAll(rows, rulesOf())[0]?.findings[0]?.subject ?? '';
    const rules = { ...rulesOf(), decisions: new DecisionBook([{ ...decision, subject }]) };
    const [group] = assembleAll(rows, rules);
    // 18.00 times 1.08375.
    expect(
      group?.charges.map(({ events, rowAmounts }) => [
        events.length,
        ...rowAmounts.map(({ kind, amounts }) => `${kind} ${short(amounts.gross)}`),
      ]),
    ).toEqual([[0, 'refund -19.5075']]);
  });

  it('a refund without its sale is an orphan', async () => {
    const group = await assemble(appleRefund());
    expect([codes(group), group.charges]).toEqual([['orphan'], []]);
  });

  it('accepted, it posts, and an equal refund of another day, or of that day, waits', async () => {
    const later = appleRefund({ 'Event Date': '2026-10-30' });
    const state = async (rows: Record<string, string>[], accepted: string[]) => {
      const said = {
        month: month('2026-10'),
        decision: 'accept',
        note: '',
        by: 'ada',
        at: '',
        finalMonth: null,
      } as const;
      const decided = accepted.map((subject): Decision => ({ code: 'orphan', subject, ...said }));
      const [group] = assembleAll(await readApple(rows), { ...rulesOf(), decisions: new DecisionBook(decided) });
      const posts = (group?.charges ?? []).flatMap(({ rowAmounts }) => rowAmounts);
      return {
        posts: short(posts.reduce((sum, { amounts }) => sum + amounts.gross, 0n)),
        subjects: (group?.findings ?? []).map(({ subject }) => subject),
      };
    };
    const { subjects } = await state([appleRefund()], []);
    expect(subjects).toEqual(['5500000000001-6700000001-2026-10-25 2026-10-27 refund -20.000000 less -6.000000 USD']);
    expect((await state([appleRefund()], subjects)).posts).toBe('-20.00');
    expect((await state([appleRefund(), later], subjects)).posts).toBe('-20.00');
    // Two rows of one day that nothing tells apart: both wait until somebody says so of two.
    const twice = await state([appleRefund(), appleRefund()], subjects);
    expect([twice.posts, twice.subjects[0]]).toEqual([
      '0.00',
      '5500000000001-6700000001-2026-10-25 2026-10-27 2 x refund -20.000000 less -6.000000 USD',
    ]);
    expect((await state([appleRefund(), appleRefund()], twice.subjects)).posts).toBe('-40.00');
    // An earlier version named sale and amount: what it kept is about all of the month.
    expect((await state([appleRefund(), later], ['5500000000001-6700000001-2026-10-25 -20000000'])).posts).toBe(
      '-40.00',
    );
  });

  it('an upgrade: a full charge of the new product, a prorated refund of the old', async () => {
    const groups = assembleAll(
      await readApple([
        appleRow(),
        appleRow({
          'Event Date': '2026-10-28',
          'Subscription Apple ID': '6700000003',
          'Customer Price': '50.00',
          'Developer Proceeds': '35.00',
        }),
        appleRefund({
          'Event Date': '2026-10-28',
          Refund: ' ',
          Units: '0',
          'Customer Price': '-18.00',
          'Developer Proceeds': '12.60',
        }),
      ]),
      rulesOf(),
    );
    expect(groups.flatMap(grossOf).sort()).toEqual(['2.00', '50.00']);
    // Fee 6.00 - 5.40 and 15.00.
    expect(groups.flatMap((group) => group.charges.map((charge) => posted(charge, 'fee')[0] ?? '')).sort()).toEqual([
      '0.60',
      '15.00',
    ]);
  });
});
