import { formatMonth } from '../../core/month/month.ts';
import type { PayoutBatch } from '../../core/payout/ledger/batch.ts';
import type { PayoutTerms } from '../../core/payout/ledger/method.ts';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { alignedTable } from '../terminal/text-table.ts';
import { tokenOf } from './safe-batch.ts';

/** What to do with the files of a batch, for whoever sends the money. */
export function payingText(batch: PayoutBatch, terms: PayoutTerms): string {
  const month = formatMonth(batch.month);
  const totals = batch.totals.map(({ method, currency, lines, assetAmount, scale }) => {
    return [method, String(lines), formatUnits(assetAmount, scale), currency];
  });
  const methods = new Set(batch.totals.map(({ method }) => method));
  const paragraphs = [
    `Payouts ${month}, batch ${batch.id}`,
    totals.length === 0 ? 'Nothing is to be sent.' : alignedTable([['method', 'lines', 'amount', ''], ...totals]),
    ...(['usdc', 'sogni'] as const).filter((method) => methods.has(method)).map((method) => onChain(terms, method)),
    ...(methods.has('spark') ? ['spark: credit every entry of spark.json.'] : []),
    ...(methods.has('fiat') ? [FIAT] : []),
    `Before anything is sent: revshare payouts ${month} --status says which of these files are not as the books wrote them.`,
    `Then write what was sent to a file and run: revshare payouts ${month} --record FILE`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

const FIAT =
  'fiat: upload every paypal-*.csv to PayPal and every wise-*.csv to Wise; no line is in two of them. By hand, before the ' +
  'upload to Wise: name (of the account holder) in wise-*.csv where payees.csv says none, and recipientDetail in ' +
  'wise-recipients*.csv, as the template that Wise offers for download has it for each recipientId.';

function onChain({ methods }: PayoutTerms, method: 'usdc' | 'sogni'): string {
  const terms = methods[method];
  if (terms.claimContract !== null) {
    return (
      `${method}: publish the root of ${method}-merkle/root.json with setRoot of the claim contract ${terms.claimContract} ` +
      `on chain ${terms.chainId}, and send it the tokens. Workers claim with the files beside it; their amounts are ` +
      'cumulative over all months, and the files of the month that was released last hold the proofs. Send no transfers.'
    );
  }
  if (tokenOf(terms) === null) {
    return `${method}: for files of transfers, set payouts.methods.${method}.token and chain_id; batch.csv has the lines.`;
  }
  return (
    `${method}: load ${method}-safe*.json into the Transaction Builder of the Safe, or ${method}-airdrop*.csv into its ` +
    `CSV Airdrop, or paste ${method}-disperse*.csv into Disperse: one of the three, they are the same transfers.`
  );
}
