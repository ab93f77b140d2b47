import type { PayoutMethod } from '../../core/payout/ledger/method.ts';
import { PAYPAL_CURRENCY_LIST, railTakes } from '../../core/payout/payees/fiat-rail.ts';
import { checksumFault, isZeroAddress } from '../../core/wallet/checksum-address.ts';
import type { ProblemCode } from '../../problems/catalogue.ts';
import { quoted } from '../../problems/quoted.ts';

/** Why a destination cannot be paid, and what to write instead. */
export interface DestinationFault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly remedy?: string;
}

/**
 * Plain letters only, because others look alike and PayPal takes none; and none that a spreadsheet takes for the beginning of a
 * formula, because the rail's file holds the address as it is.
 */
const EMAIL = /^[A-Za-z0-9_][A-Za-z0-9._%+'&#!?$*=^{}|~`/-]{0,63}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
const RECIPIENT = /^\d{4,18}$/;
const ACCOUNT = /^[A-Za-z0-9][\w.:-]{0,127}$/;

/**
 * What a method can be sent to: tokens to an address (empty: the wallet itself); Spark to an address or an account of
 * the network; fiat to an e-mail address (PayPal), an IBAN or the number of a recipient (Wise). Null when it is fine.
 */
export function destinationFault(
  destination: string,
  method: PayoutMethod | null,
  currency: string,
): DestinationFault | null {
  if (destination === '') return method === 'fiat' ? missing() : null;
  if (method === null) {
    const remedy = 'Write the method too, or leave the destination empty.';
    return {
      code: 'not-a-destination',
      message: `destination ${quoted(destination)} is given without a method`,
      remedy,
    };
  }
  if (/^0x/i.test(destination) && method !== 'fiat') return addressFault(destination);
  switch (method) {
    case 'usdc':
    case 'sogni':
      return addressFault(destination);
    case 'spark':
      return ACCOUNT.test(destination) ? null : unfit(destination, 'an address nor an account of the network');
    case 'fiat':
      return fiatFault(destination, currency);
  }
}

function missing(): DestinationFault {
  const remedy = 'Write an e-mail address, an IBAN or the number of a Wise recipient.';
  return { code: 'missing-value', message: 'destination is empty: a fiat transfer needs one', remedy };
}

function addressFault(destination: string): DestinationFault | null {
  const fault = checksumFault(destination);
  if (isZeroAddress(destination)) {
    const remedy = 'Write the address that is to be paid: tokens refuse a transfer to the zero address.';
    return {
      code: 'not-a-wallet',
      message: `destination ${quoted(destination)} is the zero address, which nobody has`,
      remedy,
    };
  }
  if (fault === null) return null;
  const what =
    fault === 'not-a-wallet'
      ? 'is not 0x and 40 hexadecimal digits'
      : 'has upper and lower case letters that do not fit its EIP-55 checksum';
  return { code: fault, message: `destination ${quoted(destination)} ${what}` };
}

function fiatFault(destination: string, currency: string): DestinationFault | null {
  if (EMAIL.test(destination)) return isCode(currency) && !railTakes(destination, currency) ? noRail(currency) : null;
  if (RECIPIENT.test(destination)) return null;
  const iban = destination.replaceAll(' ', '');
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) {
    return destination.includes('@') ? notAnEmail(destination) : unfit(destination, FIAT_DESTINATIONS);
  }
  if (!hasIbanChecksum(iban)) {
    const remedy = 'Copy the IBAN again from its source; a character may be wrong.';
    return { code: 'not-a-destination', message: `IBAN ${quoted(destination)} does not fit its check digits`, remedy };
  }
  if (currency !== '') return null;
  const remedy = 'Write the currency of the account, such as EUR.';
  return { code: 'not-a-destination', message: 'a transfer to an IBAN needs its currency', remedy };
}

/** Anything else is told where the currency is read. */
function isCode(currency: string): boolean {
  return /^[A-Z]{3}$/.test(currency);
}

function noRail(currency: string): DestinationFault {
  const remedy = `Write one of ${PAYPAL_CURRENCY_LIST}, or an IBAN or the number of a Wise recipient.`;
  return { code: 'not-a-currency', message: `currency ${quoted(currency)} is none that PayPal pays in`, remedy };
}

const FIAT_DESTINATIONS = 'an e-mail address, an IBAN nor the number of a Wise recipient';

function notAnEmail(destination: string): DestinationFault {
  const message = `destination ${quoted(destination)} is no e-mail address in plain letters that begins with a letter or digit`;
  const remedy = 'Type the address anew: a letter of another script looks like one of it.';
  return { code: 'not-a-destination', message, remedy };
}

function unfit(destination: string, what: string): DestinationFault {
  return { code: 'not-a-destination', message: `destination ${quoted(destination)} is neither ${what}` };
}

/** ISO 13616: the first four characters moved to the end, letters as 10 to 35, leave 1 when divided by 97. */
function hasIbanChecksum(iban: string): boolean {
  const digits = [...(iban.slice(4) + iban.slice(0, 4))].map((each) => Number.parseInt(each, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}
