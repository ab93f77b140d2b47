import { formatMonth } from '../../month/month.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutBatch } from '../ledger/batch.ts';
import type { PayeeChange } from '../preparation/payee-changes.ts';
import { shownLines } from './shown-lines.ts';

/** R17: why a release holds no more, as sentences of a refusal: nothing more is sent by it, and nobody releases it again. */
export function lapsedSentences({ month, id }: PayoutBatch, lapsed: readonly PayeeChange[]): string[] {
  const name = formatMonth(month);
  return [
    `the release of the batch ${id} has lapsed: of what it still has to send, this is not as it would be paid now`,
    ...shownLines(lapsed.map(lapsedPayeeText)),
    `record what was sent before (revshare payouts ${name} --record FILE), then void the batch (revshare payouts ${name} --void ${id.slice(0, 16)} --reason "the reason") and prepare anew`,
  ];
}

/** What of a payee is not as the batch says, in one line. */
export function lapsedPayeeText({ wallet, detail, before, now }: PayeeChange): string {
  return `${checksumAddress(wallet)}  ${detail}: ${before || 'none'} in the batch, ${now || 'none'} now`;
}
