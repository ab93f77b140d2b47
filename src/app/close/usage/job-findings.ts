import type { Finding } from '../../../core/close/finding.ts';
import { formatMicro } from '../../../core/money/micro.ts';
import { formatMonth } from '../../../core/month/month.ts';
import type { JobFinding, MonthUsage } from '../../../core/usage/month-usage.ts';

/** The exceptions that a month's jobs bring (R10 to R12). */
export function jobFindings(usage: MonthUsage | undefined): Finding[] {
  if (usage === undefined) return [];
  const { month } = usage;
  if (usage.rows === 0) {
    const what = `no imported job row falls in ${formatMonth(month)}: its usage is unknown`;
    return [{ code: 'usage-missing', subject: formatMonth(month), month, what, source: null }];
  }
  return usage.findings.map((finding): Finding => {
    return {
      code: finding.code,
      subject: finding.jobId || '(more)',
      month,
      what: whatOf(finding),
      source: finding.input === '' ? null : { input: finding.input, line: finding.line },
    };
  });
}

function whatOf(finding: JobFinding): string {
  const size = `${finding.rows} row(s), ${formatMicro(finding.points)} Spark`;
  if (finding.jobId === '') return `more of the same: ${size}`;
  switch (finding.code) {
    case 'job-conflict':
      return `job ${finding.jobId} has rows of different content: ${size}`;
    case 'vendor-model':
      return `job ${finding.jobId} ran on the vendor model ${finding.model}: ${size}`;
    case 'self-match-untestable':
      return `job ${finding.jobId} names no subscriber: ${size}`;
  }
}
