import type { Movement } from '../../src/core/deferral/movement.ts';
import { type Components, NOTHING } from '../../src/core/money/components.ts';
import { month, SOURCE, times, usd } from './charges.ts';

export const gross = (text: string): Components => ({ ...NOTHING, gross: usd(text) });

/** An annual charge of 120.00 of January in its fifth month: 80.00 deferred before, 10.00 recognised, 70.00 left. */
export function inMay(changed: Partial<Movement> = {}): Movement {
  return {
    ...{ provider: 'stripe', charge: 'ch_1', plan: 'annual', currency: 'USD', source: SOURCE },
    ...{ atMs: Date.UTC(2026, 0, 10), month: month('2026-01') },
    covers: { first: month('2026-01'), last: month('2026-12') },
    ...{ charged: gross('120'), opening: gross('80'), billed: NOTHING, recognised: gross('10') },
    ...{ changes: [], closing: gross('70'), schedule: times(12, gross('10')) },
    ...changed,
  };
}
