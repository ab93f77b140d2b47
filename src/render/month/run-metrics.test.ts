import { describe, expect, it } from 'vitest';
import { type MeasuredMonth, metricsText } from './run-metrics.ts';

const RUN = { version: '1.2.3', endedAt: 1_795_000_000.5, durationSeconds: 2.25, month: null };

const MONTH: MeasuredMonth = {
  ...{ month: '2026-10', state: 'review', netRevenueUsd: '355.338443', poolUsd: '181.22260593' },
  ...{ distributedUsd: '181.222605', finalized: false, openExceptions: { b: 2, a: 1 }, gatesNotOk: ['settled'] },
  ...{ imported: { taken: 3, passedOver: 0 }, overdueUsd: '0.000000', overdueWallets: 0 },
};

/** The samples of a text, by the text format's grammar; anything else in it fails. */
function samplesOf(text: string): string[] {
  const samples: string[] = [];
  let described = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const help = /^# (HELP|TYPE) (revshare_[a-z_]+) (.+)$/.exec(line);
    if (help?.[1] === 'HELP') described = help[2] ?? '';
    if (help !== null) continue;
    const [, name] =
      /^(revshare_[a-z_]+)(\{[a-z_]+="(?:[^"\\]|\\.)*"(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\})? -?[\d.]+$/.exec(line) ?? [];
    expect(name, line).toBe(described);
    samples.push(line);
  }
  return samples;
}

describe('metrics of a run', () => {
  it('of one that did not get to its month say nothing of the month', () => {
    const names = samplesOf(metricsText({ ...RUN, exitCode: 2 }));
    expect(names).toEqual([
      'revshare_run_info{version="1.2.3"} 1',
      'revshare_run_end_timestamp_seconds 1795000000.500',
      'revshare_run_duration_seconds 2.250',
      'revshare_run_exit_code 2',
    ]);
  });

  it('have the figures as they are printed, exceptions by code, and gates by name', () => {
    const samples = samplesOf(metricsText({ ...RUN, exitCode: 1, month: MONTH }));
    expect(samples).toContain('revshare_net_revenue_usd{month="2026-10",state="review"} 355.338443');
    expect(samples).toContain('revshare_exceptions_open{month="2026-10"} 3');
    expect(samples).toContain('revshare_exceptions_open_by_code{month="2026-10",code="b"} 2');
    expect(samples).toContain('revshare_gate_not_ok{month="2026-10",gate="settled"} 1');
    expect(samples).toContain('revshare_inputs_imported 3');
  });

  it('without inputs to look at say nothing of an import', () => {
    expect(metricsText({ ...RUN, exitCode: 0, month: { ...MONTH, imported: null } })).not.toContain('inputs_');
  });
});
