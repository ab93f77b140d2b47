import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { keptBatch, sentReceipt } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST, SEPTEMBER } from '../../../../test/worlds/payout-world.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import { batchToVoid, unpublishedRoots } from './void-objection.ts';

const LINE = line({ wallet: ADA });

function batch(id: string, changed: Partial<KeptBatch> = {}, month = AUGUST): KeptBatch {
  const of = keptBatch({ ...batchOf(month, 1, [LINE]), id }, []);
  return { ...of, ...changed };
}

const VOIDED = { voided: true, voidedAfter: 1 };

describe('the batch that a person voids (R17)', () => {
  it('is that of the month whose id begins so', () => {
    const own = batch('aa11');
    expect(batchToVoid([batch('aa22', {}, SEPTEMBER), own], AUGUST, 'aa')).toEqual({ batch: own });
  });

  it('may be one that is voided already, beside the one that stands', () => {
    const gone = batch('aa11', VOIDED);
    expect(batchToVoid([gone, batch('bb')], AUGUST, 'aa')).toEqual({ batch: gone });
  });

  it('is none where nothing begins so, or more than one does', () => {
    const objection = 'cc names no batch of 2026-08: it has the batch bb';
    expect(batchToVoid([batch('aa', VOIDED), batch('bb')], AUGUST, 'cc')).toEqual({ objection });
    expect(batchToVoid([batch('cc', {}, SEPTEMBER)], AUGUST, 'cc')).toEqual({
      objection: 'cc names no batch of 2026-08: it has no standing batch',
    });
    const twice = [batch('aa11', VOIDED), batch('aa22')];
    expect(batchToVoid(twice, AUGUST, 'aa')).toEqual({
      objection: 'aa names no batch of 2026-08: it has the batch aa22',
    });
  });

  it('is none where all of it is paid; a part leaves something to be voided', () => {
    const paid = (amount: bigint): KeptBatch =>
      keptBatch({ ...batchOf(AUGUST, 1, [LINE]), id: 'aa' }, [sentReceipt(LINE, { amount })]);
    expect(batchToVoid([paid(LINE.assetAmount)], AUGUST, 'aa')).toEqual({
      objection: 'all of the batch aa is paid: --reverse REFERENCE takes a wrong receipt back',
    });
    const part = paid(LINE.assetAmount - 1n);
    expect(batchToVoid([part], AUGUST, 'aa')).toEqual({ batch: part });
  });
});

describe('a claim contract has to have the root without the batch first (R17)', () => {
  const roots = ['r1', 'r2'].map((root) => ({ root, contract: `0x${root}`, chainId: '8453' }));
  const missing = (...published: readonly string[]): string[] =>
    unpublishedRoots({ month: AUGUST, id: 'aa', published }, roots);
  const pays = 'pays what is open of the batch to whoever claims it: record the claims, and set its root to';
  const command = 'then run revshare payouts 2026-08 --void aa --published r1 r2 --reason "the reason"';

  it('and the command that voids then names the roots of all, and has a reason', () => {
    expect(missing('r2', 'r1')).toEqual([]);
    expect(missing('r2')).toEqual([`the claim contract 0xr1 on chain 8453 ${pays} r1`, command]);
    expect(missing()).toEqual([
      `the claim contract 0xr1 on chain 8453 ${pays} r1`,
      `the claim contract 0xr2 on chain 8453 ${pays} r2`,
      command,
    ]);
  });

  it('a root that two contracts share is named once: with nothing else to claim both have the empty one', () => {
    const empty = roots.map((each) => ({ ...each, root: '0x00' }));
    const said = unpublishedRoots({ month: AUGUST, id: 'aa', published: [] }, empty);
    expect(said.at(-1)).toBe('then run revshare payouts 2026-08 --void aa --published 0x00 --reason "the reason"');
    expect(unpublishedRoots({ month: AUGUST, id: 'aa', published: ['0x00'] }, empty)).toEqual([]);
  });
});
