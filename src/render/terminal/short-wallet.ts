const WALLET = /\b0x[0-9a-fA-F]{40}\b/g;

/** A wallet shortened in the middle, as it fits a terminal: `0x6f3Cce…840E`. */
export function shortWallet(wallet: string): string {
  return `${wallet.slice(0, 8)}…${wallet.slice(-4)}`;
}

/** A text with every wallet in it shortened. */
export function shortWallets(text: string): string {
  return text.replace(WALLET, shortWallet);
}
