import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { month } from '../../test/worlds/charges.ts';
import { settledReports } from './report-months.ts';

it('the most settled reports of a month are those that have a manifest', () => {
  const out = mkdtempSync(join(tmpdir(), 'revshare-reports-'));
  const october = month('2026-10');
  const write = (state: string, name: string): void => {
    mkdirSync(join(out, '2026-10', state), { recursive: true });
    writeFileSync(join(out, '2026-10', state, name), '');
  };
  const settled = () => settledReports(out, october);
  try {
    expect(settled()).toBeNull();
    write('estimate', 'manifest.json');
    expect(settled()).toEqual({ state: 'estimate', directory: join(out, '2026-10', 'estimate') });
    // Of final reports that were lost something may be left.
    write('final', 'pool.csv');
    write('review', 'manifest.json');
    expect(settled()?.state).toBe('review');
    write('final', 'manifest.json');
    expect(settled()?.state).toBe('final');
    expect(settledReports(out, month('2026-11'))).toBeNull();
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
