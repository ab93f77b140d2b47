import { describe, expect, it } from 'vitest';
import { manifestText } from '../../../../test/judging/manifest-by-hand.ts';
import { monthFromText } from '../../../core/month/month.ts';
import { type RecordedManifest, readRecordedManifest, recordedPolicy } from './recorded-manifest.ts';

const [ONE, TWO] = ['1'.repeat(64), '2'.repeat(64)];

interface Written {
  readonly look: { readonly categories: Record<string, string[]>; readonly signals: Record<string, string> };
  readonly policy: { readonly pool: object; readonly usage: object };
  readonly journal: { readonly accounts: Record<string, string> };
}

const IN_MANIFEST = { code: 'invalid-config', place: expect.objectContaining({ file: 'manifest.json' }) };

const EXAMPLE = JSON.parse(manifestText()) as Written;

function read(given: Readonly<Record<string, unknown>> = {}): RecordedManifest {
  return readRecordedManifest(manifestText(given));
}

describe('a manifest that is read back, to make its month again (R16)', () => {
  it('says what it was made of, and what it lists', () => {
    const input = { kind: 'costs', name: 'costs.csv', sha256: TWO, rows: 2, in_force: true };
    const decision = { month: '2026-10', code: 'job-conflict', subject: 'job-1', decision: 'leave-out' };
    const done = { note: 'looked', by: 'ann', at: '2026-11-20T00:00:00.000Z' };
    const files = [{ name: 'pool.csv', sha256: TWO }];
    const manifest = read({ inputs: [input], decisions: [{ ...decision, ...done }], files, digest: ONE });
    expect(manifest).toMatchObject({ version: '1.0.0', digest: ONE, files });
    const { in_force: active, ...named } = input;
    expect(manifest.inputs).toEqual([{ ...named, active, origin: null }]);
    expect(manifest.decisions).toEqual([{ ...decision, month: monthFromText('2026-10'), ...done }]);
  });

  it('says how it is linked, and when it was made final', () => {
    const head = { acts: 3, sha256: TWO };
    const linked = { previous_manifest_sha256: ONE, early: true, payout_acts: head };
    expect(read(linked)).toMatchObject({
      previousManifest: ONE,
      early: true,
      acts: head,
      says: { due: true, feeShares: true, lastDayRefunds: false },
    });
    const first = {
      previousManifest: null,
      early: false,
      acts: null,
      says: { due: false, feeShares: true, lastDayRefunds: false },
    };
    expect(read({ payout_due: undefined })).toMatchObject(first);
    expect(read({ fee_shares: undefined }).says).toEqual({ due: true, feeShares: false, lastDayRefunds: false });
  });

  it('has its policy as it was written, and a journal of its own only where it says so', () => {
    const { policy } = read();
    expect(policy.written).toEqual(EXAMPLE.policy);
    expect(policy.journal.detail).toBe('charge');
    expect(policy.journal.accounts.receivable).toBe('Assets:Receivable:{provider}');
    const accounts = { ...EXAMPLE.journal.accounts, receivable: 'Assets:Other:{provider}' };
    expect(read({ journal: { detail: 'summary', accounts } }).policy.journal).toMatchObject({
      ...{ detail: 'summary', accounts: { receivable: 'Assets:Other:{provider}' } },
    });
    expect(read({ journal: undefined }).policy.journal).toEqual(policy.journal);
  });

  it('has the policy as it changes over time', () => {
    const first = { pool: { share: '0.50' }, plans: [] };
    const changes = [{ from: '2026-10', pool: { share: '0.51' } }];
    const { policy } = read({ policy_over_time: { first, changes } });
    const shares = [policy.rules.first, ...policy.rules.changes.map(({ value }) => value)];
    expect(shares.map(({ share }) => share.toString())).toEqual(['0.5', '0.51']);
    expect(read().policy.rules.changes).toEqual([]);
  });

  it('is refused where it is none', () => {
    expect(() => readRecordedManifest('[]')).toThrow('the manifest is no object');
    expect(() => read({ version: undefined })).toThrow('the manifest has no version');
    const half = { policy: { ...EXAMPLE.policy, pool: { share: 'half' } } };
    for (const reading of [() => read(half), () => recordedPolicy(manifestText(half))]) {
      expect(reading).toThrow(expect.objectContaining({ problems: [expect.objectContaining(IN_MANIFEST)] }));
    }
  });
});

describe('the look of a manifest', () => {
  it('stays as it was written: a threshold of today is no part of it, so that verify gets the same bytes', () => {
    const { unpaid_jobs: _, ...signals } = EXAMPLE.look.signals;
    const { policy } = read({ look: { ...EXAMPLE.look, signals } });
    expect(policy.writtenLook).toEqual({ ...EXAMPLE.look, signals });
    expect(policy.look.thresholds.unpaidJobs).toBe(0);
    expect(policy.look.thresholds.dayJobs).toBe(100);
  });

  it('is all that it was', () => {
    const look = { ...EXAMPLE.look, categories: { ...EXAMPLE.look.categories, image: ['only*'] } };
    const { policy } = read({ look });
    expect(policy.writtenLook).toEqual(look);
    expect(policy.look.thresholds.unpaidJobs).toBe(1);
    expect(JSON.stringify(policy.look)).toContain('only*');
    // Beside the categories the policy of usage stays.
    expect(policy.written).toEqual(EXAMPLE.policy);
    expect(policy.rules.first.trialJobs).toBe('count');
    const excluded = { ...EXAMPLE.policy.usage, trial_jobs: 'exclude' };
    expect(read({ policy: { ...EXAMPLE.policy, usage: excluded } }).policy.rules.first.trialJobs).toBe('exclude');
  });

  it('is none of an early version: what it did not look for is not looked for', () => {
    const { policy } = read({ look: undefined });
    expect(policy.look.thresholds.unpaidJobs).toBe(0);
    // How it looked otherwise is no part of the manifest.
    expect(Object.keys(policy.writtenLook)).toEqual(['categories', 'signals']);
  });
});

describe('the policy of a manifest, as it is compared with a configuration', () => {
  it('has the defaults of today for what its version did not know', () => {
    const policy = recordedPolicy(manifestText({ look: undefined, journal: undefined }));
    expect(policy.look.thresholds.unpaidJobs).toBe(1);
    expect(policy.written).toEqual(EXAMPLE.policy);
    expect(policy.rules.first.share.toString()).toBe('0.51');
    expect(() => recordedPolicy('{')).toThrow();
  });

  it('changes over time as it was written', () => {
    const overTime = {
      first: { pool: { share: '0.50' }, plans: [] },
      changes: [{ from: '2026-10', pool: { share: '0.51' } }],
    };
    expect(recordedPolicy(manifestText({ policy_over_time: overTime })).rules.changes).toHaveLength(1);
  });
});
