import type { Comparison } from '../../core/comparison/comparison.ts';
import type { WalletCauses, WalletSide } from '../../core/comparison/wallet-causes.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { alignedTable } from '../terminal/text-table.ts';
import { sideName } from './comparison-text.ts';

/** Why a wallet earned more or less, for people; the causes of the amount itself stand in the comparison. */
export function walletCausesText({ from, to }: Comparison, causes: WalletCauses): string {
  const sides = (of: (side: WalletSide) => bigint): string[] =>
    [of(causes.from), of(causes.to), of(causes.to) - of(causes.from)].map(formatMicro);
  const table = alignedTable([
    ['', sideName(from), sideName(to), 'difference'],
    ['distributable, USD', ...sides(({ distributable }) => distributable)],
    ['own Spark', ...sides(({ points }) => points)],
    ['Spark of all', ...sides(({ allPoints }) => allPoints)],
    ['earned, USD', ...sides(({ earned }) => earned)],
  ]);
  const rows = [
    ['  another amount was distributed', formatMicro(causes.byPool)],
    ['  its own points changed', formatMicro(causes.byOwnPoints)],
    ['  the points of others changed', formatMicro(causes.byOthersPoints)],
    ['  in all', formatMicro(causes.to.earned - causes.from.earned)],
  ];
  return `wallet ${checksumAddress(causes.wallet)}\n\n${table}\n\nwhy, USD\n${alignedTable(rows)}\n`;
}

/** The same for --json. */
export function walletCausesDocument({
  wallet,
  from,
  to,
  byPool,
  byOwnPoints,
  byOthersPoints,
}: WalletCauses): Record<string, unknown> {
  const side = ({ distributable, points, allPoints, earned }: WalletSide): Record<string, string> => ({
    distributable_usd: formatMicro(distributable),
    render_spark: formatMicro(points),
    all_render_spark: formatMicro(allPoints),
    earned_usd: formatMicro(earned),
  });
  return {
    wallet: checksumAddress(wallet),
    from: side(from),
    to: side(to),
    by_pool_usd: formatMicro(byPool),
    by_own_points_usd: formatMicro(byOwnPoints),
    by_points_of_others_usd: formatMicro(byOthersPoints),
  };
}
