import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { batchOf, line } from '../../../../test/judging/batch-by-hand.ts';
import { month } from '../../../../test/worlds/charges.ts';
import type { KeptAdjustment, ReleaseAct } from '../ledger/kept-payouts.ts';
import { latestScreenings } from '../payees/screening.ts';
import { releaseDigest, releaseOf, releaseState, type ShownForRelease, validUntil } from './release.ts';

const BY = { by: 'ann', at: '2026-10-20T12:00:00.000Z', afterMonth: '2026-08' };
const act = (name: ReleaseAct['act']): ReleaseAct => ({
  ...{ ...BY, act: name, digest: 'd', validUntil: name === 'shown' ? '2026-10-27T12:00:00.000Z' : '', reason: '' },
});

describe('the release of a batch (R17)', () => {
  it('may be given for seven days', () => {
    expect(validUntil(Date.parse(BY.at))).toBe('2026-10-27T12:00:00.000Z');
  });

  it('stands where the last act left it, what was shown until its last instant', () => {
    const until = Date.parse('2026-10-27T12:00:00.000Z');
    expect(releaseState([], 0)).toBe('not-shown');
    expect(releaseState([act('shown')], until)).toBe('waiting');
    expect(releaseState([act('shown')], until + 1)).toBe('expired');
    expect(releaseState([act('shown'), act('cancelled')], 0)).toBe('cancelled');
    expect(releaseState([act('shown'), act('released')], until + 1)).toBe('released');
  });

  it('is the act that released', () => {
    const released = act('released');
    expect(releaseOf([act('shown'), released])).toBe(released);
    expect(releaseOf([act('shown'), act('cancelled')])).toBeNull();
  });

  // Digests are kept: the text that they are the hash of never changes.
  it('is the hash of a fixed form', () => {
    const text =
      '["revshare payout release 1","c0ffee",[["0x1","method","a","b"]],[["2026-08","0x1","-1","ann","t","r"]]]';
    const shown = {
      batch: { ...batchOf([]), id: 'c0ffee' },
      differences: [{ wallet: '0x1', detail: 'method', before: 'a', now: 'b' } as const],
      adjustments: [
        { month: month('2026-08'), wallet: '0x1', amount: -1n, afterBatches: 0, reason: 'r', ...BY, at: 't' },
      ],
    };
    expect(releaseDigest(shown)).toBe(bytesToHex(sha256(utf8ToBytes(text))));
  });

  it('is of all that was shown: any part of it changes the digest, and nothing else does', () => {
    const batch = batchOf([line({})]);
    const difference = { wallet: '0x1', detail: 'destination', before: 'a', now: 'b' } as const;
    const adjustment: KeptAdjustment = {
      ...{ month: month('2026-08'), wallet: '0x1', amount: 1n, afterBatches: 0, reason: 'r', ...BY },
    };
    const shown: ShownForRelease = { batch, differences: [difference], adjustments: [adjustment] };
    const changed: ShownForRelease[] = [
      shown,
      { ...shown, batch: { ...batch, id: 'other' } },
      ...Object.keys(difference).map((name) => ({ ...shown, differences: [{ ...difference, [name]: 'x' }] })),
      ...['wallet', 'by', 'at', 'reason'].map((name) => ({ ...shown, adjustments: [{ ...adjustment, [name]: 'x' }] })),
      { ...shown, adjustments: [{ ...adjustment, amount: 2n }] },
      { ...shown, adjustments: [{ ...adjustment, month: month('2026-09') }] },
      { ...shown, differences: [] },
      { ...shown, adjustments: [] },
    ];
    expect(new Set(changed.map(releaseDigest)).size).toBe(changed.length);
    expect(releaseDigest({ ...shown, adjustments: [{ ...adjustment, afterBatches: 9 }] })).toBe(releaseDigest(shown));
  });
});

it('nobody is clear by a screening of a day that has not come; a hit holds whatever its day', () => {
  const rows = [
    { subject: 'a', result: 'hit', date: '2026-08-01' },
    { subject: 'a', result: 'clear', date: '2026-10-20' },
    { subject: 'b', result: 'hit', date: '2027-08-01' },
    { subject: 'b', result: 'clear', date: '2026-08-01' },
  ] as const;
  expect(Object.fromEntries(latestScreenings(rows, '2026-10-19'))).toEqual({ a: 'hit', b: 'hit' });
  expect(Object.fromEntries(latestScreenings(rows, '2026-10-20'))).toEqual({ a: 'clear', b: 'hit' });
});

it('of screenings the latest counts, of one day a hit', () => {
  const rows = [
    { subject: 'a', result: 'clear', date: '2026-08-02' },
    { subject: 'a', result: 'hit', date: '2026-08-01' },
    { subject: 'b', result: 'hit', date: '2026-08-01' },
    { subject: 'b', result: 'clear', date: '2026-08-01' },
  ] as const;
  for (const each of [rows, [...rows].reverse()]) {
    expect(Object.fromEntries(latestScreenings(each, null))).toEqual({ a: 'clear', b: 'hit' });
  }
});
