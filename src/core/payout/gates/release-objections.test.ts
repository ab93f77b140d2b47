import { describe, expect, it } from 'vitest';
import { line } from '../../../../test/judging/batch-by-hand.ts';
import { usd } from '../../../../test/worlds/charges.ts';
import { keptBatch } from '../../../../test/worlds/paid-world.ts';
import { ADA, AUGUST } from '../../../../test/worlds/payout-world.ts';
import type { ReleaseAct } from '../ledger/kept-payouts.ts';
import { batchOf } from '../preparation/prepare-batch.ts';
import type { ReleaseState } from '../release/release.ts';
import { cancelObjection, otherReleaseObjection, type ReleaseTerms, releaseObjections } from './release-objections.ts';

const DIGEST = '0123456789abcdef'.padEnd(64, 'f');
const GIVEN = DIGEST.slice(0, 16);
/** Five dollars and a fee of one. */
const BATCH = batchOf(AUGUST, 1, [line({ wallet: ADA, payUsd: usd('5'), feeUsd: usd('1') })]);
const TERMS: ReleaseTerms = {
  ...{ month: AUGUST, digest: GIVEN, by: 'ben', maxBatchUsd: null, twoPerson: false, finalizedBy: 'ann' },
};

const act = (name: ReleaseAct['act'], changed: Partial<ReleaseAct> = {}): ReleaseAct => ({
  ...{ act: name, digest: DIGEST, validUntil: 'its last day', reason: '', by: 'cleo', at: '', afterMonth: '' },
  ...changed,
});

function objections(
  changed: Partial<ReleaseTerms> = {},
  state: ReleaseState = 'waiting',
  releases: readonly ReleaseAct[] = [act('shown')],
): string[] {
  return releaseObjections({ ...TERMS, ...changed }, { batch: BATCH, releases }, { digest: DIGEST, state });
}

describe('what stands against releasing a batch (R17)', () => {
  it('is nothing where it is what was shown, in time', () => {
    expect(objections()).toEqual([]);
    expect(objections({ digest: DIGEST })).toEqual([]);
  });

  it('is a digest that is not that of the batch as it is now', () => {
    const digest = 'b'.repeat(16);
    expect(objections({ digest })).toEqual([
      `the digest ${digest} is not current: it is ${DIGEST} now; look at it again with revshare payouts 2026-08`,
    ]);
    // That, and not what became of what was shown.
    expect(objections({ digest }, 'expired')).toHaveLength(1);
  });

  it('is that it was cancelled, or shown too long ago', () => {
    expect(objections({}, 'cancelled', [act('shown'), act('cancelled', { reason: 'a wrong address' })])).toEqual([
      'it was cancelled by cleo: a wrong address; revshare payouts 2026-08 shows the batch anew',
    ]);
    expect(objections({}, 'expired')).toEqual([
      'it was valid until its last day; revshare payouts 2026-08 shows the batch anew',
    ]);
  });

  it('is that something else was shown, or nothing', () => {
    const other = ['what was shown is another digest; revshare payouts 2026-08 shows the batch anew'];
    expect(objections({}, 'waiting', [act('shown', { digest: 'other' })])).toEqual(other);
    expect(objections({}, 'not-shown', [])).toEqual(other);
  });

  it('is a cap that the batch goes beyond, its fees in it', () => {
    expect(objections({ maxBatchUsd: usd('6') })).toEqual([]);
    expect(objections({ maxBatchUsd: usd('5.999999') })).toEqual([
      'the batch takes 6.000000 USD off balances; payouts.max_batch_usd is 5.999999: look at its lines (revshare payouts 2026-08 --preview), then raise the cap in the configuration, or hold payees',
    ]);
  });

  it('is that one person did both, where two are wanted', () => {
    const both = { finalizedBy: 'ben' };
    expect(objections(both)).toEqual([]);
    expect(objections({ ...both, twoPerson: true })).toEqual([
      'ben made 2026-08 final: payouts.two_person wants another person to release it',
    ]);
    expect(objections({ twoPerson: true })).toEqual([]);
  });

  it('is that it is the same name, however it is written', () => {
    for (const finalizedBy of ['Ben', ' ben', 'BEN ', 'Ｂｅｎ', 'b\u200ben'])
      expect(objections({ finalizedBy, twoPerson: true })).toHaveLength(1);
    expect(objections({ finalizedBy: 'benn', twoPerson: true })).toEqual([]);
  });

  it('is all of it at once', () => {
    expect(objections({ digest: 'no', maxBatchUsd: 0n, twoPerson: true, by: 'ann' })).toHaveLength(3);
  });
});

describe('what stands against cancelling what was shown (R17)', () => {
  const cancelled = (...releases: readonly ReleaseAct[]) =>
    cancelObjection({ month: AUGUST, digest: GIVEN }, { ...keptBatch(BATCH, []), releases });

  it('is nothing where it is what was shown', () => {
    expect(cancelled(act('shown', { digest: 'other' }), act('shown'))).toBeNull();
  });

  it('is that it is another digest, or none', () => {
    const why = `the digest ${GIVEN} is not current`;
    const look = 'look at it again with revshare payouts 2026-08';
    expect(cancelled(act('shown', { digest: 'other' }))).toBe(`${why}: it is other now; ${look}`);
    expect(cancelled()).toBe(`${why}: the batch was never shown; ${look}`);
  });

  it('is that it is released', () => {
    expect(cancelled(act('shown'), act('released'))).toBe(`the batch ${BATCH.id} is released: --void ends it`);
  });
});

describe('a release that is repeated (R17)', () => {
  const repeated = (released: string) => otherReleaseObjection(GIVEN, BATCH, act('released', { digest: released }));

  it('is the same by its digest, and no other', () => {
    expect(repeated(DIGEST)).toBeNull();
    const why = `the batch ${BATCH.id} is released already, by another digest:`;
    expect(repeated('other')).toBe(`${why} other`);
    expect(repeated('')).toBe(`${why} none`);
    // Nothing names a release without a digest.
    expect(otherReleaseObjection('', BATCH, act('released', { digest: '' }))).toBe(`${why} none`);
  });
});
