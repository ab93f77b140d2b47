import { describe, expect, it } from 'vitest';
import { usd } from '../../../../test/worlds/charges.ts';
import { ADA, BEN, payeeOf, rulesOf, termsOf } from '../../../../test/worlds/payout-world.ts';
import type { PayoutTerms } from '../ledger/method.ts';
import { settleWallet } from '../preparation/settle.ts';
import type { Payee } from './payee.ts';
import type { ScreeningResult } from './screening.ts';
import { goneHits, latestScreenings } from './screening.ts';

const COUNTRIES = new Map([
  ['IR', { hold: 'sanctioned', minimumUsd: null, needsTaxForm: false }],
  ['US', { hold: '', minimumUsd: usd('50'), needsTaxForm: true }],
]);
const DEST = `0x${'9'.repeat(40)}`;

/** Why 40 dollars stay on the balance of a payee; empty where they are paid. The method's minimum is 10. */
function reasonOf(
  payee: Partial<Payee>,
  given: Partial<PayoutTerms> = {},
  screening: readonly (readonly [string, ScreeningResult])[] = [],
): string {
  const terms = { ...termsOf({ usdc: { minimum: '10' } }), countries: COUNTRIES, ...given };
  const rules = { ...rulesOf(terms, [payeeOf(ADA, payee)]), screening: new Map(screening) };
  return settleWallet(ADA, usd('40'), rules).reason;
}

describe('what keeps a wallet from being paid (R17)', () => {
  it('a hold of its own, or of its country', () => {
    expect(reasonOf({ country: 'DE' })).toBe('');
    expect(reasonOf({ country: 'DE', hold: 'key lost' })).toBe('on-hold');
    expect(reasonOf({ country: 'IR' })).toBe('on-hold');
  });

  it('a tax form that its country needs, and a minimum: the greatest of the method, the country and the payee', () => {
    expect(reasonOf({ country: 'US' })).toBe('tax-form-missing');
    expect(reasonOf({ country: 'US', taxForm: 'W-9' })).toBe('below-minimum');
    expect(reasonOf({ country: 'DE', minimumUsd: '40.000001' })).toBe('below-minimum');
    expect(reasonOf({ country: 'DE', minimumUsd: '5' })).toBe('');
  });

  it('the terms of other countries hold where the country is not named, or not known', () => {
    const countries = new Map([['other', { hold: '', minimumUsd: null, needsTaxForm: true }]]);
    expect(reasonOf({ country: 'DE' }, { countries })).toBe('tax-form-missing');
    expect(reasonOf({}, { countries })).toBe('tax-form-missing');
    // A wallet of which payees.csv says nothing is of no country either.
    expect(settleWallet(ADA, usd('40'), rulesOf({ ...termsOf(), countries })).reason).toBe('tax-form-missing');
  });

  it('a screening: required, of the wallet or its destination, and no hit of either in any case', () => {
    const screening = true;
    expect(reasonOf({}, { screening })).toBe('not-screened');
    expect(reasonOf({}, { screening }, [[ADA, 'clear']])).toBe('');
    expect(reasonOf({ method: 'usdc', destination: DEST }, { screening }, [[DEST, 'clear']])).toBe('');
    const both = [[ADA, 'clear'] as const, [DEST, 'hit'] as const];
    expect(reasonOf({ method: 'usdc', destination: DEST }, { screening }, both)).toBe('screening-hit');
    expect(reasonOf({}, {}, [[ADA, 'hit']])).toBe('screening-hit');
  });

  it('a hit that its file does not have any more is gone, unless a row of its day or later says otherwise', () => {
    const row = (subject: string, result: 'hit' | 'clear', date: string) => ({ subject, result, date });
    const replaced = [
      row(ADA, 'hit', '2026-09-01'),
      row(BEN, 'hit', '2026-09-01'),
      row(BEN, 'clear', '2026-09-05'),
      row(DEST, 'hit', '2026-09-03'),
    ];
    const gone = (...inForce: ReturnType<typeof row>[]) => [...goneHits(inForce, replaced, '2026-12-15')];
    const both = [
      [ADA, '2026-09-01'],
      [DEST, '2026-09-03'],
    ];
    expect(gone()).toEqual(both);
    expect(gone(row(ADA, 'clear', '2026-08-31'), row(DEST, 'clear', '2026-12-16'))).toEqual(both);
    expect(gone(row(ADA, 'clear', '2026-09-01'), row(DEST, 'hit', '2026-09-03'))).toEqual([]);
  });

  it('the latest screening counts; of one day a hit', () => {
    const rows = [
      { subject: ADA, result: 'hit' as const, date: '2026-10-01' },
      { subject: ADA, result: 'clear' as const, date: '2026-10-02' },
      { subject: DEST, result: 'hit' as const, date: '2026-10-02' },
      { subject: DEST, result: 'clear' as const, date: '2026-10-02' },
    ];
    expect(latestScreenings(rows, null)).toEqual(
      new Map([
        [ADA, 'clear'],
        [DEST, 'hit'],
      ]),
    );
  });
});
