import { checksumFault } from '../../core/wallet/checksum-address.ts';

/** Good addresses, because a hash costs a hundred times a look-up and wallets come again and again. */
const known = new Set<string>();
const MOST_KNOWN = 100_000;

/** What is wrong with a wallet address (R12), remembering the good ones. */
export function walletFault(wallet: string): ReturnType<typeof checksumFault> {
  if (known.has(wallet)) return null;
  const fault = checksumFault(wallet);
  if (fault !== null) return fault;
  if (known.size >= MOST_KNOWN) known.clear();
  known.add(wallet);
  return null;
}
