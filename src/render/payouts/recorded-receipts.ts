import { formatMonth, type Month } from '../../core/month/month.ts';
import type { RecordedReceipts } from '../../core/payout/owed/recorded-receipts.ts';
import { nextCommand } from '../terminal/next-command.ts';
import { batchDocument } from './batch-json.ts';
import { changesDocument } from './payouts-json.ts';
import { lapsedText } from './release-text.ts';

/** `payouts MONTH --record FILE --json`. */
export function recordedDocument(outcome: RecordedReceipts): Record<string, unknown> {
  const { done, recorded, before, skipped, notPaid, beforeRelease, takenBackBefore, otherMonths, others } = outcome;
  return {
    done,
    recorded,
    recorded_before: before,
    skipped,
    not_paid: notPaid,
    before_release: beforeRelease,
    taken_back_before: takenBackBefore,
    other_months: otherMonths,
    other_rows: others,
    changed_payees: changesDocument(outcome.lapsed),
    ...batchDocument(outcome.batch),
  };
}

/** What a file of receipts did, and what a person does then. */
export function recordedText(of: Month, outcome: RecordedReceipts): string {
  const { recorded, before, skipped, others, openLines, lapsed } = outcome;
  const { notPaid, beforeRelease, takenBackBefore, otherMonths } = outcome;
  const month = formatMonth(of);
  const passed = skipped === 0 ? '' : `, ${skipped} passed over`;
  const what =
    before === 0
      ? `${recorded} receipt(s) recorded${passed}`
      : `nothing new: the file's ${before} receipt(s) were recorded before, exactly so`;
  const open = openLines === 0 ? 'the batch is paid' : `${openLines} line(s) are still to be sent`;
  const strangers = others > 0 ? [`${others} row(s) of the export are no transfers to anybody`] : [];
  const sentences = [...strangers, ...otherMonths, ...notPaid, ...beforeRelease, ...takenBackBefore];
  const told = sentences.map((each) => `  ${each}\n`).join('');
  const next = nextCommand(openLines === 0 ? 'owed' : `payouts ${month} --status`);
  return `${month}  ${what}; ${open}\n${told}${lapsedText(lapsed, true)}${next}`;
}
