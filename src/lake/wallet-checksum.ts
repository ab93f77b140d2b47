import { keccak_256 } from '@noble/hashes/sha3.js';

const WALLET = /^0x[0-9a-fA-F]{40}$/;
/** Good checksums, because a hash costs a hundred times a look-up and wallets come again and again. */
const known = new Set<string>();
const MOST_KNOWN = 100_000;
const encoder = new TextEncoder();

/**
 * What is wrong with a wallet address (R12): not `0x` and 40 hexadecimal digits, or letters of both cases that do not
 * fit the EIP-55 checksum. Letters of one case carry no checksum.
 */
export function walletFault(wallet: string): 'not-a-wallet' | 'wrong-checksum' | null {
  if (known.has(wallet)) return null;
  if (!WALLET.test(wallet)) return 'not-a-wallet';
  const digits = wallet.slice(2);
  const lower = digits.toLowerCase();
  if (digits === lower || digits === digits.toUpperCase()) return null;
  const hash = keccak_256(encoder.encode(lower));
  for (let at = 0; at < 40; at += 1) {
    const byte = hash[at >> 1] ?? 0;
    const nibble = at % 2 === 0 ? byte >> 4 : byte & 15;
    const letter = lower.charAt(at);
    if (digits.charAt(at) !== (nibble >= 8 ? letter.toUpperCase() : letter)) return 'wrong-checksum';
  }
  if (known.size >= MOST_KNOWN) known.clear();
  known.add(wallet);
  return null;
}
