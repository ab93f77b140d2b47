import { beforeAll, describe, expect, it } from 'vitest';
import { apply, command, listExceptions, review, smallWorld } from '../worlds/close-world.ts';
import { appleFile, appleRow } from '../worlds/small-world.ts';
import type { World } from '../worlds/world.ts';

/**
 * Apple prints the same product for a year paid at once and for a year paid by the month. One price in two months: the
 * subscriber pays 20.00 in July and again in August, of which 16.99 are the proceeds; a year costs 240.00.
 */
describe('a low charge of a product at a price, in two months (R5)', () => {
  const subject = '6700000002 20.000000 USD';
  let world: World;
  beforeAll(() => {
    world = smallWorld();
    for (const month of ['07', '08']) {
      const day = `2026-${month}-12`;
      const sale = appleRow({
        ...{ 'Event Date': day, 'Subscription Name': 'unlimited.annual', 'Subscription Apple ID': '6700000002' },
        ...{ 'Standard Subscription Duration': '1 Year', 'Customer Price': '20.00' },
      });
      world.write(`apple/Subscriber_89990001_2026${month}12.txt`, appleFile([sale]));
    }
  });

  async function listed(): Promise<string[]> {
    const { exceptions } = await listExceptions(world, '2026-08');
    return exceptions.map(({ code, subject, decision }) => `${code} ${subject} ${decision}`.trim());
  }

  const both = (decision: string): string[] =>
    Array.from({ length: 2 }, () => `annual-billed-monthly ${subject} ${decision}`.trim());

  it('is decided once, and stays listed in both with what was decided', async () => {
    const { document } = await review(world, '2026-08');
    expect([await listed(), document.net_revenue_usd]).toEqual([both(''), '0.000000']);
    await apply(world, '2026-08', [{ code: 'annual-billed-monthly', subject, decision: 'monthly' }]);
    expect(await listed()).toEqual(both('monthly'));
    // July's payment is July's; August keeps its own 16.99.
    expect((await review(world, '2026-08')).document.net_revenue_usd).toBe('16.990000');
  });

  it('is decided otherwise, and both charges follow', async () => {
    await apply(world, '2026-08', [{ code: 'annual-billed-monthly', subject, decision: 'yearly' }]);
    expect(await listed()).toEqual(both('yearly'));
    // Price and commission each over twelve months. August is the first of its own charge, 20.00/12 - 3.01/12, cut to
    // 1.666666 - 0.250833, and the second of July's, 40.00/12 - 1.666666 = 1.666667 less 6.02/12 - 0.250833 = 0.250833:
    // 1.415833 + 1.415834.
    expect((await review(world, '2026-08')).document.net_revenue_usd).toBe('2.831667');
  });

  it('is withdrawn once, and asks again in both', async () => {
    const withdrawn = await command(world, ['exceptions', '2026-08', '--withdraw', 'annual-billed-monthly', subject]);
    expect([withdrawn.code, withdrawn.stdout]).toEqual([
      0,
      `withdrawn: 2 decisions of annual-billed-monthly ${subject}\n\nnext  revshare exceptions 2026-08\n`,
    ]);
    expect(await listed()).toEqual(both(''));
    const again = await command(world, ['exceptions', '2026-08', '--withdraw', 'annual-billed-monthly', subject]);
    expect(again.stderr).toBe(`error: no decision about annual-billed-monthly "${subject}" is in force\n`);
  });
});

/** Two sales of the price are left out; a third of the month comes in a report that is imported later. */
describe('low charges that are left out', () => {
  const price = '6700000002 20.000000 USD';
  const leaveOut = { code: 'annual-billed-monthly', subject: price, decision: 'leave-out', note: 'of a reseller' };
  const name = (subscriber: string, day: string): string => `${price} of ${subscriber}-6700000002-2026-08-${day}`;
  let world: World;
  beforeAll(() => {
    world = smallWorld();
    for (const day of ['12', '13']) write(day);
  });

  /** A sale on a day of August by the subscriber of that number. */
  function write(day: string): void {
    const sale = appleRow({
      ...{ 'Event Date': `2026-08-${day}`, 'Subscription Name': 'unlimited.annual' },
      ...{ 'Subscription Apple ID': '6700000002', 'Subscriber ID': `55000000000${day}` },
      ...{ 'Standard Subscription Duration': '1 Year', 'Customer Price': '20.00' },
    });
    world.write(`apple/Subscriber_89990001_202608${day}.txt`, appleFile([sale]));
  }

  async function listed(): Promise<string[]> {
    const { exceptions } = await listExceptions(world, '2026-08');
    return exceptions.map(({ subject, decision }) => `${subject} ${decision}`.trim());
  }

  const outOf = (day: string): string => `${name(`55000000000${day}`, day)} leave-out`;

  it('are those that there were, in one row; it may be applied again', async () => {
    await review(world, '2026-08');
    const applied = await apply(world, '2026-08', [leaveOut]);
    expect(applied.stdout).toContain('2 decided, 0 unchanged; 0 exceptions open');
    expect(await listed()).toEqual([outOf('12'), outOf('13')]);
    expect((await apply(world, '2026-08', [leaveOut])).code).toBe(0);
  });

  it('are withdrawn by the price, or one by its own name', async () => {
    const withdraw = (subject: string) =>
      command(world, ['exceptions', '2026-08', '--withdraw', 'annual-billed-monthly', subject]);
    expect((await withdraw(price)).stdout).toContain(`withdrawn: 2 decisions of annual-billed-monthly ${price}`);
    expect(await listed()).toEqual([price, price]);
    await apply(world, '2026-08', [leaveOut]);
    expect((await withdraw(name('5500000000012', '12'))).code).toBe(0);
    expect(await listed()).toEqual([price, outOf('13')]);
    await apply(world, '2026-08', [leaveOut]);
  });

  it('are not those that come later', async () => {
    write('14');
    const { document } = await review(world, '2026-08');
    expect(document.net_revenue_usd).toBe('0.000000');
    expect(await listed()).toEqual([price, outOf('12'), outOf('13')]);
    await apply(world, '2026-08', [{ code: 'annual-billed-monthly', subject: price, decision: 'monthly' }]);
    // The row was about all of the price: each has what was said of it, 16.99 less nothing, three times.
    expect((await review(world, '2026-08')).document.net_revenue_usd).toBe('50.970000');
  });

  it('have no decision for others where all of a price are left out that were decided together', async () => {
    world = smallWorld();
    for (const day of ['12', '13']) write(day);
    await review(world, '2026-08');
    await apply(world, '2026-08', [{ ...leaveOut, decision: 'monthly', note: '' }]);
    // 2 x 16.99.
    expect((await review(world, '2026-08')).document.net_revenue_usd).toBe('33.980000');
    await apply(world, '2026-08', [leaveOut]);
    write('14');
    expect((await review(world, '2026-08')).document.net_revenue_usd).toBe('0.000000');
    expect(await listed()).toEqual([price, outOf('12'), outOf('13')]);
  });
});
