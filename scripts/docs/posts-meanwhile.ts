import type { FindingCode } from '../../src/core/close/finding.ts';

/** What posts, or is credited, of an exception that nobody has settled; of every other nothing is. */
export const POSTS_MEANWHILE: Partial<Record<FindingCode, string>> = {
  'over-reduced': 'What the charge had left is taken back; only what goes beyond it waits.',
  'over-restored': 'What was taken comes back; only what is more than that waits.',
  'orphan-restoration':
    'Where its charge is in the data, the fee that the row itself has (R6). Of a charge that is not, nothing.',
  'presentment-missing': 'The refund or dispute counts by what was settled.',
  'unknown-offer': 'The sale counts for the standard duration of its product.',
  'outside-its-name': 'The rows count as they are dated.',
  'repeated-row': 'The row counts as often as the file has it that has it most.',
  'chargeback-unbooked': 'The charge counts as if it had not been voided.',
  'job-conflict': 'One copy counts where only event ids differ, or some copies have none.',
};
