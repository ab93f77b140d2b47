import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth } from '../../core/month/month.ts';
import { isPayoutMethod, PAYOUT_METHODS, type PayoutMethod } from '../../core/payout/ledger/method.ts';
import type { Payee } from '../../core/payout/payees/payee.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { hasAddressForm } from '../../core/wallet/checksum-address.ts';
import { quoted } from '../../problems/quoted.ts';
import type { TableRow } from '../reading/table-row.ts';
import { monthColumn } from './month-column.ts';
import { destinationFault } from './payee-destination.ts';
import type { SmallFile } from './small-file.ts';
import { walletOf } from './wallet-column.ts';

/** payees.csv: `wallet,method,destination,currency,hold,from_month`, and what is known of a payee beside (R17). */
export const PAYEES_FILE: SmallFile<Payee> = {
  columns: [
    { name: 'wallet', needed: true },
    { name: 'method', needed: true },
    { name: 'destination', needed: true },
    { name: 'currency', needed: true },
    { name: 'hold', needed: true },
    { name: 'from_month', needed: true },
    ...['name', 'country', 'note', 'minimum_usd', 'tax_form'].map((name) => ({ name, needed: false })),
  ],
  read: readRow,
  // A wallet is paid in one way from a month on.
  agreement: {
    column: 'wallet',
    keyOf: ({ wallet, fromMonth }) => `${wallet} ${fromMonth}`,
    sayingOf: (row) => JSON.stringify(row),
    message: ({ wallet, fromMonth }, _earlier, where, at) =>
      `${where} says otherwise how ${at?.text('wallet') ?? wallet} is paid from ${formatMonth(fromMonth)} on`,
  },
};

function readRow(row: TableRow): Payee {
  const wallet = walletOf(row);
  const method = methodOf(row);
  const destination = unescapeFormula(row.text('destination'));
  const currency = currencyOf(row, method);
  const fault = destinationFault(destination, method, currency);
  if (fault !== null)
    row.fail(fault.code, fault.code === 'not-a-currency' ? 'currency' : 'destination', fault.message, fault.remedy);
  const isAddress = hasAddressForm(destination.toLowerCase());
  return {
    wallet,
    method,
    destination: isAddress ? destination.toLowerCase() : destination.replaceAll(' ', ''),
    currency,
    hold: unescapeFormula(row.text('hold')),
    fromMonth: monthColumn(row, 'from_month', 'is not a month'),
    ...saidOf('name', unescapeFormula(row.text('name'))),
    ...saidOf('country', countryOf(row)),
    ...saidOf('note', unescapeFormula(row.text('note'))),
    ...saidOf('minimumUsd', row.text('minimum_usd') === '' ? '' : formatMicro(row.amount('minimum_usd'))),
    ...saidOf('taxForm', unescapeFormula(row.text('tax_form'))),
  };
}

/** What a row does not say is no part of it: rows that an earlier version read stay as they are. */
function saidOf<Name extends string>(name: Name, value: string): { readonly [Each in Name]?: string } {
  return value === '' ? {} : ({ [name]: value } as { readonly [Each in Name]?: string });
}

/** ISO 3166: two letters. */
function countryOf(row: TableRow): string {
  const country = row.text('country').toUpperCase();
  if (country === '' || /^[A-Z]{2}$/.test(country)) return country;
  row.fail('not-a-country', 'country', `country ${quoted(row.text('country'))} is not the two letters of a country`);
  return '';
}

/** Empty: the default method of the configuration. */
function methodOf(row: TableRow): PayoutMethod | null {
  const text = row.text('method').toLowerCase();
  if (text === '') return null;
  if (isPayoutMethod(text)) return text;
  row.fail('not-a-method', 'method', `method ${quoted(text)} is none of ${PAYOUT_METHODS.join(', ')}`);
  return null;
}

const ASSETS: Readonly<Record<Exclude<PayoutMethod, 'fiat'>, string>> = {
  usdc: 'USDC',
  sogni: 'SOGNI',
  spark: 'SPARK',
};

/** A token is its own currency; a fiat transfer names one, or is in dollars. */
function currencyOf(row: TableRow, method: PayoutMethod | null): string {
  const text = row.text('currency').toUpperCase();
  if (text === '') return '';
  if (method === 'fiat') return row.currency('currency');
  const own = method === null ? null : ASSETS[method];
  if (text === own) return text;
  const what = own === null ? 'is given without a method' : `is not that of the method ${method}`;
  const remedy = own === null ? 'Leave it empty, or write the method too.' : `Write ${own}, or leave it empty.`;
  row.fail('not-a-currency', 'currency', `currency ${quoted(text)} ${what}`, remedy);
  return '';
}
