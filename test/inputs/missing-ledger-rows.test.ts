import { describe, expect, it } from 'vitest';
import { apply, decide, listExceptions, review, smallWorld, writeStripe } from '../worlds/close-world.ts';

describe('an invoice that money paid and whose ledger row is missing (R4)', () => {
  it('of a month before first_month is told as long as a year of it reaches the month', async () => {
    const world = smallWorld();
    const annual = (id: string, day: string) => {
      const until = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
      return { kind: 'charge', id, charge: `ch_${id}`, day, amount: '120.00', until } as const;
    };
    // The ledger's days are those of its rows. September 2025 to August 2026 is the last year that reaches August.
    const days = [
      ...[annual('first', '2025-08-01'), annual('august', '2025-08-20'), annual('september', '2025-09-20')],
      ...[annual('may', '2026-05-16'), annual('last', '2026-08-30')],
    ];
    writeStripe(world, 'all', days);
    const missing = /txn_(august|september|may),/;
    const ledger = world.read('stripe/ledger-all.csv').split('\n');
    world.write('stripe/ledger-all.csv', ledger.filter((line) => !missing.test(line)).join('\n'));
    await review(world, '2026-08');
    const { exceptions } = await listExceptions(world, '2026-08');
    expect(exceptions.filter(({ code }) => code === 'missing-ledger-row').map(({ subject }) => subject)).toEqual([
      'in_ch_may',
      'in_ch_september',
    ]);
  });

  it('is not accepted as paid outside Stripe where the invoice of the API says that it was not', async () => {
    const world = smallWorld();
    const day = {
      kind: 'charge',
      id: 'one',
      charge: 'ch_one',
      day: '2026-08-03',
      amount: '20.00',
      until: '2026-09-03',
    } as const;
    writeStripe(world, 'all', [day, { ...day, id: 'last', charge: 'ch_last', day: '2026-08-30', until: '2026-09-30' }]);
    const at = Date.parse('2026-08-10T10:00:00Z') / 1000;
    const invoice = (id: string, said: object): object => ({
      ...{ id, object: 'invoice', status: 'paid', currency: 'usd', subtotal: 2000, total: 2000, amount_due: 2000 },
      ...{ customer: 'cus_bank', subscription: `sub_${id}`, created: at, ...said },
      lines: {
        data: [{ id: `il_${id}`, amount: 2000, period: { start: at, end: at + 2678400 }, price: { id: 'price_x' } }],
      },
    });
    // Before 2025-03-31.basil an invoice says whether it was; later ones nothing, or how much was.
    const invoices = [
      invoice('in_not', { paid_out_of_band: false }),
      invoice('in_part', { amount_paid_off_stripe: 500 }),
      invoice('in_silent', {}),
      invoice('in_was', { paid_out_of_band: true }),
      invoice('in_was_too', { amount_paid_off_stripe: 2000 }),
    ];
    world.write('stripe/api.jsonl', invoices.map((each) => `${JSON.stringify(each)}\n`).join(''));
    await review(world, '2026-08');
    const listed = await listExceptions(world, '2026-08');
    expect(listed.exceptions.map(({ code, subject, allowed }) => [code, subject, allowed])).toEqual([
      ['missing-ledger-row', 'in_not', ['leave-out']],
      ['missing-ledger-row', 'in_part', ['leave-out']],
      ['missing-ledger-row', 'in_silent', ['accept', 'leave-out']],
    ]);
    const accept = (subject: string): ReturnType<typeof apply> =>
      apply(world, '2026-08', [{ code: 'missing-ledger-row', subject, decision: 'accept', note: 'by bank' }]);
    const refused = await accept('in_not');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('missing-ledger-row in_not does not take the decision "accept"');
    expect(refused.stderr).toContain('paid_out_of_band is false');
    // All that fits a pattern and can be accepted; the other goes on waiting.
    expect((await accept('in_*')).code).toBe(0);
    const left = await listExceptions(world, '2026-08');
    expect(left.exceptions.map(({ subject, decision }) => [subject, decision])).toEqual([
      ['in_not', ''],
      ['in_part', ''],
      ['in_silent', 'accept'],
    ]);
    await decide(world, '2026-08', [
      { code: 'missing-ledger-row', subject: 'in_not', decision: 'leave-out', note: 'a test' },
    ]);
    const { document } = await review(world, '2026-08');
    expect(document.excluded).toContainEqual({
      reason: 'out-of-band',
      source: 'stripe',
      rows: 3,
      amount_usd: '60.000000',
    });
  });
});
