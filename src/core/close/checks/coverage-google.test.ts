import { expect, it } from 'vitest';
import { gateImport, gateInput } from '../../../../test/worlds/gate-input.ts';
import { coverageGoogle } from './coverage-google.ts';
import { OPEN_END } from './gate.ts';

const file = (period: string) => gateImport({ kind: 'google-earnings', name: `PlayApps_${period}.csv`, period });
const mark = (from: string, to: string) => ({ provider: 'google' as const, from, to });

it('wants the Pacific month and the one before', () => {
  expect(coverageGoogle(gateInput({ imports: [file('202609'), file('202610')] }))).toMatchObject({
    state: 'ok',
    why: '202609: PlayApps_202609.csv; 202610: PlayApps_202610.csv',
  });
  const missing = coverageGoogle(gateInput({ imports: [file('202610'), file('202611')] }));
  expect(missing).toMatchObject({ state: 'open', why: 'no earnings file for the Pacific month 202609' });
  expect(missing.remedy).toContain('earnings_202609_*.zip');
  expect(coverageGoogle(gateInput({ soldThrough: ['google'] })).remedy).toContain(
    'earnings_202609_*.zip and earnings_202610_*.zip',
  );
});

it('takes a mark: the last day of the month before, every day of its own', () => {
  const both = [mark('2026-09-30', '2026-10-31')];
  expect(coverageGoogle(gateInput({ soldThrough: ['google'], marks: both }))).toMatchObject({
    state: 'ok',
    why: '202609: a mark; 202610: a mark',
  });
  const short = [mark('2026-09-01', '2026-09-29'), mark('2026-10-01', '2026-10-30')];
  expect(coverageGoogle(gateInput({ soldThrough: ['google'], marks: short })).why).toBe(
    'no earnings file for the Pacific months 202609 and 202610',
  );
});

it('asks for nothing where Google is not used', () => {
  expect(coverageGoogle(gateInput()).state).toBe('ok');
});

it('asks for the file of each profile that the months before had, until it ended', () => {
  const of = (profile: string, period: string) => gateImport({ kind: 'google-earnings', period, profile });
  const imports = [of('4401-7', '202609'), of('4402-3', '202609'), of('4401-8', '202610')];
  const found = coverageGoogle(gateInput({ imports }));
  expect(found).toMatchObject({ state: 'open', why: 'no earnings file for the Pacific month 202610 of profile 4402' });
  expect(found.remedy).toContain('earnings_202610_4402-*.zip');
  const marks = [{ ...mark('2026-10-01', OPEN_END), part: '4402' }];
  expect(coverageGoogle(gateInput({ imports, marks })).state).toBe('ok');
});

it('speaks of months where one profile lacks both and another only one', () => {
  const of = (profile: string, period: string) => gateImport({ kind: 'google-earnings', period, profile });
  // 4401 has September alone, 4402 only a file of August.
  const found = coverageGoogle(gateInput({ imports: [of('4401-1', '202609'), of('4402-1', '202608')] }));
  expect(found.why).toBe(
    'no earnings file for the Pacific months 202610 of profile 4401; 202609 and 202610 of profile 4402',
  );
});

it('takes no other file of the same month for its earnings file', () => {
  const costs = gateImport({ kind: 'costs', period: '202610' });
  expect(coverageGoogle(gateInput({ imports: [file('202609'), costs] })).why).toBe(
    'no earnings file for the Pacific month 202610',
  );
});
