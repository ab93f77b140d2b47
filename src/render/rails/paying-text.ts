import { formatMonth } from '../../core/month/month.ts';
import type { PayoutBatch } from '../../core/payout/batch.ts';
import type { PayoutTerms } from '../../core/payout/method.ts';
import { formatUnits } from '../../core/payout/units.ts';
import { alignedTable } from '../text-table.ts';
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
    ...(methods.has('fiat')
      ? ['fiat: upload every paypal-*.csv to PayPal and every wise-*.csv to Wise; no line is in two of them.']
      : []),
    `Then write what was sent to a file and run: revshare payouts ${month} --record FILE`,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function onChain(terms: PayoutTerms, method: 'usdc' | 'sogni'): string {
  const claims = `${method}-merkle/ holds the same money as claims: amounts are cumulative over all months`;
  const warning =
    'Use either transfers or claims, and stay with it: an address that was sent a transfer can still claim it from a tree.';
  if (tokenOf(terms.methods[method]) === null) {
    return `${method}: ${claims}. For files of transfers, set payouts.methods.${method}.token and chain_id. ${warning}`;
  }
  return (
    `${method}: load ${method}-safe*.json into the Transaction Builder of the Safe, or ${method}-airdrop*.csv into its ` +
    `CSV Airdrop: one of the two, they are the same transfers. ${claims}. ${warning}`
  );
}
