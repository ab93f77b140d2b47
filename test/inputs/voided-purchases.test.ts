import { expect, it } from 'vitest';
import { earnings, smallWorld } from '../worlds/small-world.ts';
import { reconcile, type World } from '../worlds/world.ts';

const voided = (...orders: readonly string[]): string =>
  JSON.stringify({
    voidedPurchases: orders.map((orderId) => ({
      ...{ kind: 'androidpublisher#voidedPurchase', orderId, voidedReason: 7 },
      voidedTimeMillis: String(Date.UTC(2026, 9, 20)),
    })),
  });

/** The orders of October whose chargeback no row takes back. */
async function asked(world: World): Promise<string[]> {
  const { document } = await reconcile(world);
  const of = document.exceptions.filter(({ code }) => code === 'chargeback-unbooked');
  return of.map(({ what }) => /order (\S+)/.exec(what)?.[1] ?? '').sort();
}

it('an answer of later days in the place of an earlier one takes no chargeback away', { timeout: 60_000 }, async () => {
  const world = smallWorld();
  world.write('earnings_202610_1-1.csv', earnings(['GPA.1', 12, 'Charge', '10.00'], ['GPA.2', 12, 'Charge', '10.00']));
  world.write('google/voided.json', voided('GPA.1'));
  expect(await asked(world)).toEqual(['GPA.1']);
  // The API answers of 30 days: GPA.1 is none of them any more. Before, nobody was asked about it.
  world.write('google/voided.json', voided('GPA.2'));
  expect(await asked(world)).toEqual(['GPA.1', 'GPA.2']);
  world.write('google/voided.json', JSON.stringify({ voidedPurchases: [] }));
  expect(await asked(world)).toEqual(['GPA.1', 'GPA.2']);
});
