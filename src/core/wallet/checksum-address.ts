import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** A month's reports name each wallet many times, and its hash is most of their work: the last ones are remembered. */
const remembered = new Map<string, string>();
const MOST_REMEMBERED = 200_000;

/** A wallet address with its EIP-55 checksum, from any letter case. Wallets compare by value (R12). */
export function checksumAddress(address: string): string {
  const known = remembered.get(address);
  if (known !== undefined) return known;
  if (remembered.size === MOST_REMEMBERED) remembered.clear();
  const shown = withChecksum(address);
  remembered.set(address, shown);
  return shown;
}

function withChecksum(address: string): string {
  const digits = address.slice(2).toLowerCase();
  const hash = bytesToHex(keccak_256(utf8ToBytes(digits)));
  const cased = [...digits].map((digit, index) =>
    Number.parseInt(hash[index] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join('')}`;
}

/** Why a text is not an address: one that mixes letter case must fit its checksum (R12). Null when it is fine. */
export function checksumFault(text: string): 'not-a-wallet' | 'wrong-checksum' | null {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return 'not-a-wallet';
  const digits = text.slice(2);
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return null;
  return checksumAddress(text) === text ? null : 'wrong-checksum';
}
