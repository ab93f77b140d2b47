import { formatMicro } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import type { ShownForRelease } from '../../core/payout/release/release.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { type Columns, csvText, month, text } from '../reports/columns.ts';

interface PreviewRow {
  readonly month: Month;
  /** With its checksum. */
  readonly wallet: string;
  readonly detail: string;
  readonly before: string;
  readonly now: string;
  readonly by: string;
  readonly reason: string;
}

const COLUMNS = {
  month: month.of((row) => row.month),
  wallet: text.of(({ wallet }) => wallet),
  detail: text.of(({ detail }) => detail),
  before: text.of(({ before }) => before),
  now: text.of(({ now }) => now),
  by: text.of(({ by }) => by),
  reason: text.of(({ reason }) => reason),
} satisfies Columns<PreviewRow>;

/**
 * payout/preview.csv: what of a batch differs from each wallet's last payment, and which adjustments it pays (R17). What
 * stands here is part of the digest that releases it.
 */
export function previewCsv(of: Month, { differences, adjustments }: ShownForRelease): string {
  const rows: PreviewRow[] = [
    ...differences.map(({ wallet, detail, before, now }) => {
      return { month: of, wallet: checksumAddress(wallet), detail, before, now, by: '', reason: '' };
    }),
    ...adjustments.map(({ wallet, amount, by, reason }) => {
      const now = `${formatMicro(amount)} USD`;
      return { month: of, wallet: checksumAddress(wallet), detail: 'adjustment', before: '', now, by, reason };
    }),
  ];
  return csvText(
    COLUMNS,
    rows.sort((a, b) => compareText(a.wallet, b.wallet)),
  );
}
