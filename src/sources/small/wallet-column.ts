import { checksumFault } from '../../core/wallet/checksum-address.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';

/** The wallet of a row, in lower case; one that mixes letter case must fit its checksum (R12). */
export function walletOf(row: TableRow): string {
  const text = row.needed('wallet');
  const fault = text === '' ? null : checksumFault(text);
  if (fault === 'not-a-wallet') row.fail(fault, 'wallet', `wallet ${quoted(text)} is not 0x and 40 hexadecimal digits`);
  if (fault === 'wrong-checksum')
    row.fail(
      fault,
      'wallet',
      `wallet ${quoted(text)} has upper and lower case letters that do not fit its EIP-55 checksum`,
    );
  return text.toLowerCase();
}
