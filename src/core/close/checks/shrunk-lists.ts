import { type Month, monthEndMs } from '../../month/month.ts';
import type { Participation, UsagePolicy } from '../../usage/month-usage.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';

/** wallet-links.csv and participation.csv, as a month used them. */
export type WalletLists = Pick<UsagePolicy, 'walletLinks' | 'participation'>;

/**
 * What a final month used of the lists and they no longer say. A stretch of participation may end after the final
 * month: that takes nothing from it.
 */
export function shrunkLists(lastFinal: Month, used: WalletLists, now: WalletLists): string[] {
  const linked = new Set(now.walletLinks.map((link) => `${link.wallet} ${link.account}`));
  const links = used.walletLinks.filter((link) => !linked.has(`${link.wallet} ${link.account}`));
  const endMs = monthEndMs(lastFinal);
  const gone = (used.participation ?? []).filter(
    (stretch) =>
      (stretch.fromMs ?? 0) < endMs && !(now.participation ?? []).some((each) => holds(each, stretch, endMs)),
  );
  return [
    ...links.map((link) => `the link of ${checksumAddress(link.wallet)} to account ${link.account}`),
    ...gone.map((stretch) => `the participation of ${checksumAddress(stretch.wallet)} ${shownStretch(stretch)}`),
  ];
}

function holds(now: Participation, used: Participation, endMs: number): boolean {
  const until = Math.min(used.untilMs ?? endMs, endMs);
  return (
    now.wallet === used.wallet &&
    (now.fromMs ?? Number.NEGATIVE_INFINITY) <= (used.fromMs ?? Number.NEGATIVE_INFINITY) &&
    (now.untilMs ?? Number.POSITIVE_INFINITY) >= until
  );
}

function shownStretch({ fromMs, untilMs }: Participation): string {
  const from = fromMs === null ? 'from the beginning' : `from ${new Date(fromMs).toISOString()}`;
  return untilMs === null ? from : `${from} until ${new Date(untilMs).toISOString()}`;
}
