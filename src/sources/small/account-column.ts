import { NO_ACCOUNT } from '../../core/text/no-account.ts';
import { isRoundedId, ROUNDED_ID_WORDS } from '../../core/text/rounded-id.ts';
import { unpadded } from '../../core/text/unpadded.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';

/** An account of the network. Whoever has none is left out: two that have none would be one account (R12). */
export function accountOf(row: TableRow): string {
  const account = unpadded(row.needed('account'));
  if (isRoundedId(account)) {
    row.fail('rounded-id', 'account', `account ${quoted(account)} ${ROUNDED_ID_WORDS}`);
    return '';
  }
  if (account !== '' && !NO_ACCOUNT.includes(account)) return account;
  if (row.text('account') === '') return '';
  const remedy = 'Leave out the rows of whoever has no account: all of them would be one account.';
  row.fail('missing-value', 'account', `account ${quoted(account)} says that there is none`, remedy);
  return '';
}
