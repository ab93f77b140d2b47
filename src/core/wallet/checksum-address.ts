import { keccak_256 } from '@noble/hashes/sha3.js';

/** A month's reports name each wallet many times, and its hash is most of their work: the last ones are remembered. */
const remembered = new Map<string, string>();
const MOST_REMEMBERED = 200_000;
const UTF8 = new TextEncoder();
const SMALL_A = 97;
const CAPITAL_A = 65;

/** A wallet address with its EIP-55 checksum, from any letter case. Wallets compare by value (R12). */
export function checksumAddress(address: string): string {
  const known = remembered.get(address);
  if (known !== undefined) return known;
  if (remembered.size === MOST_REMEMBERED) remembered.clear();
  const shown = withChecksum(address);
  remembered.set(address, shown);
  return shown;
}

/** EIP-55: a letter is a capital where the half byte in its place, of the hash of the digits, is 8 or more. */
function withChecksum(address: string): string {
  const digits = address.slice(2).toLowerCase();
  const hash = keccak_256(UTF8.encode(digits));
  // By character code: a month has many wallets.
  const codes: number[] = [];
  for (let at = 0; at < digits.length; at += 1) {
    const byte = hash[at >> 1] ?? 0;
    const half = at % 2 === 0 ? byte >> 4 : byte & 15;
    const code = digits.charCodeAt(at);
    codes.push(half >= 8 && code >= SMALL_A ? code - SMALL_A + CAPITAL_A : code);
  }
  return `0x${String.fromCharCode(...codes)}`;
}

/** What exports write for "no wallet": nobody has it, and what is sent there is lost or refused. In lower case. */
export const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;

/** Whether an address is the zero address. */
export function isZeroAddress(address: string): boolean {
  return address.toLowerCase() === ZERO_ADDRESS;
}

/** Whether a text has the form of an address, its digits in any letter case; its checksum is another question. */
export function hasAddressForm(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text);
}

/** Why a text is not an address: one that mixes letter case must fit its checksum (R12). Null when it is fine. */
export function checksumFault(text: string): 'not-a-wallet' | 'wrong-checksum' | null {
  if (!hasAddressForm(text)) return 'not-a-wallet';
  const digits = text.slice(2);
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return null;
  return checksumAddress(text) === text ? null : 'wrong-checksum';
}

/** Where money goes, as it is shown and sent to: an address with its checksum; anything else (an IBAN, an e-mail address) as it is. */
export function shownDestination(destination: string): string {
  return checksumFault(destination) === null ? checksumAddress(destination) : destination;
}
