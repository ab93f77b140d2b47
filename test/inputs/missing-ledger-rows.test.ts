import { describe, expect, it } from 'vitest';
import { listExceptions, review, smallWorld, writeStripe } from '../worlds/close-world.ts';

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
});
