import { countOf } from '../../core/text/count-of.ts';
import { alignedTable } from '../terminal/text-table.ts';

/** What is shown of a final month's document: by name, in this order. */
const FIGURES = [
  ['net revenue', 'net_revenue_usd'],
  ['pool', 'pool_usd'],
  ['carried in', 'carried_in_usd'],
  ['distributable', 'distributable_usd'],
  ['distributed', 'distributed_usd'],
  ['carried out', 'carried_out_usd'],
  ['platform', 'platform_usd'],
  ['payout due', 'payout_due'],
] as const;

/** A final month on one screen, as it was approved: `--json` prints its whole document. */
export function finalSummaryText(document: Readonly<Record<string, unknown>>): string {
  const textOf = (name: string): string => {
    const value = document[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const rows = FIGURES.filter(([, name]) => document[name] !== undefined).map(([label, name]) => [label, textOf(name)]);
  const month = textOf('month');
  return [
    `${month}  final: nothing of it changes`,
    alignedTable([['USD', ''], ...rows]),
    `${countOf(Number(textOf('wallets')), 'wallet')}, ${countOf(Number(textOf('credited_jobs')), 'job')} credited, ${textOf('credited_render_spark')} render Spark`,
    `digest   ${textOf('digest')}\nnext     revshare payouts ${month}`,
  ]
    .join('\n\n')
    .concat('\n');
}
