import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assembledGroups } from '../../src/app/close/facts/assembled-groups.ts';
import type { Transaction } from '../../src/core/revenue/transaction.ts';
import { openStore, type Store } from '../../src/store/database/open-store.ts';
import { rulesOf } from '../worlds/assembling.ts';
import { usd } from '../worlds/charges.ts';
import { all, row, take } from '../worlds/stored-rows.ts';
import { scratch } from '../worlds/world.ts';

const ORPHAN_CHARGE = { group: 'ch_1', kind: 'dispute', sourceId: 'du_1', gross: usd('-20.00') };

describe('rows of a charge that do not name it', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(scratch());
  });
  afterEach(async () => {
    await store.close();
  });

  /** The lines of each group. */
  async function groupsOf(...rows: readonly Partial<Transaction>[]): Promise<string[]> {
    await take(
      store.db,
      'a',
      rows.map((fields, at) => row(at + 2, { currency: 'USD', fee: 0n, group: '', atMs: 1000 - at, ...fields })),
    );
    const judged = await all(assembledGroups(store.db, rulesOf(), { fromMs: 0, beforeMs: 1 }, []));
    return judged.map(({ rows: own, group }) => {
      expect(own.map(({ source }) => group.fates.has(source))).toEqual(own.map(() => true));
      return own.map(({ source, group: charge }) => `${charge} ${source.line}`).join(', ');
    });
  }

  it('stand with it where another row of the dispute, the payment or the invoice tells it, once', async () => {
    const groups = await groupsOf(
      ORPHAN_CHARGE,
      { kind: 'dispute_reversal', sourceId: 'du_1', gross: usd('20.00') },
      { group: 'ch_2', kind: 'charge', sourceId: 'ch_2', paymentIntent: 'pi_2', invoice: 'in_2' },
      { kind: 'refund', sourceId: 're_2', paymentIntent: 'pi_2', gross: usd('-5.00') },
      { kind: 'charge_failure', sourceId: 'pyr_2', invoice: 'in_2', gross: usd('-15.00') },
    );
    // In the order of time: later lines are earlier.
    expect(groups).toEqual(['ch_1 3, ch_1 2', 'ch_2 6, ch_2 5, ch_2 4']);
  });

  it('are orphans where two charges are told, or none', async () => {
    const groups = await groupsOf(
      { group: 'ch_1', kind: 'charge', invoice: 'in_1' },
      { group: 'ch_2', kind: 'charge', invoice: 'in_1' },
      { kind: 'refund', sourceId: 're_1', invoice: 'in_1', gross: usd('-5.00') },
      { kind: 'refund', sourceId: 're_2', gross: usd('-5.00') },
      { kind: 'fee', invoice: 'in_1', gross: usd('-1.00') },
    );
    expect(groups).toEqual(['ch_1 2', 'ch_2 3', ' 4', ' 5', ' 6']);
  });
});
