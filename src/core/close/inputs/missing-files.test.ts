import { describe, expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { missingFiles } from './missing-files.ts';

const report = (period: string) => gateImport({ kind: 'apple-subscriber', period, profile: '8001' });
const instant = (text: string): number => Date.parse(text);

describe('the files that an open month lacks', () => {
  it('are each day of Apple, which keeps them for 365 days', () => {
    const marks = [{ provider: 'apple' as const, from: '2026-10-03', to: '2026-10-31' }];
    expect(missingFiles(gateInput({ imports: [report('2026-10-02')], marks }))).toEqual([
      {
        provider: 'apple',
        part: '8001',
        from: '2026-10-01',
        to: '2026-10-01',
        file: 'Subscriber_8001_20261001.txt',
        availableMs: instant('2026-10-02T16:00:00Z'),
        keptUntilMs: instant('2027-10-01T00:00:00Z'),
      },
    ]);
  });

  it('are one of Stripe for days that follow one another, and two Pacific months of Google', () => {
    const marks = [{ provider: 'stripe' as const, from: '2026-10-05', to: '2026-10-30' }];
    const found = missingFiles(gateInput({ soldThrough: ['stripe', 'google'], marks }));
    expect(found.map(({ file, from, to }) => [file, from, to])).toEqual([
      ['earnings_202609_*.zip', '2026-09-01', '2026-09-30'],
      ['earnings_202610_*.zip', '2026-10-01', '2026-10-31'],
      ['Itemized_balance_change_from_activity_*_2026-10-01_to_2026-10-04.csv', '2026-10-01', '2026-10-04'],
      ['Itemized_balance_change_from_activity_*_2026-10-31_to_2026-10-31.csv', '2026-10-31', '2026-10-31'],
    ]);
    const [september, , first] = found;
    expect(september).toMatchObject({ availableMs: instant('2026-10-06T00:00:00Z'), keptUntilMs: null });
    expect(first).toMatchObject({ availableMs: instant('2026-10-05T12:00:00Z'), keptUntilMs: null });
  });

  it('are those of the twelve months before as well, where a plan is sold by the year', () => {
    const marks = [
      { provider: 'google' as const, from: '2025-10-01', to: '2026-02-28' },
      { provider: 'google' as const, from: '2026-04-01', to: '2026-10-31' },
    ];
    const found = missingFiles(gateInput({ soldThrough: ['google'], soldByTheYear: ['google'], marks }));
    expect(found.map(({ file }) => file)).toEqual(['earnings_202603_*.zip']);
  });

  it('are in the order of their parts, a shorter name before a longer one that begins like it', () => {
    const file = (profile: string, period: string) => gateImport({ kind: 'google-earnings', period, profile });
    // Of profile 44 the Pacific October is missing, of 441 the September.
    const found = missingFiles(gateInput({ imports: [file('44-1', '202609'), file('441-1', '202610')] }));
    expect(found.map(({ file: name }) => name)).toEqual(['earnings_202610_44-*.zip', 'earnings_202609_441-*.zip']);
  });

  it('are none of a store that is not used', () => {
    expect(missingFiles(gateInput())).toEqual([]);
  });
});
