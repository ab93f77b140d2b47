import { describe, expect, it } from 'vitest';
import { SEPTEMBER } from '../../../../test/worlds/gate-input.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import { shrunkLists, type WalletLists } from './shrunk-lists.ts';

const A = `0x${'a1'.repeat(20)}`;
const lists = (changed: Partial<WalletLists>): WalletLists => ({ walletLinks: [], participation: null, ...changed });
const during = (from: string | null, until: string | null) =>
  lists({ participation: [{ wallet: A, fromMs: ms(from), untilMs: ms(until) }] });
const ms = (day: string | null): number | null => (day === null ? null : Date.parse(`${day}T00:00:00Z`));

describe('what a final September used and is gone', () => {
  it('a link, by wallet and account', () => {
    const used = lists({
      walletLinks: [
        { wallet: A, account: 'acc-1' },
        { wallet: A, account: 'acc-2' },
      ],
    });
    const now = lists({
      walletLinks: [
        { wallet: A, account: 'acc-2' },
        { wallet: A, account: 'acc-3' },
      ],
    });
    expect(shrunkLists(SEPTEMBER, used, now)).toEqual([`the link of ${checksumAddress(A)} to account acc-1`]);
    expect(shrunkLists(SEPTEMBER, now, now)).toEqual([]);
  });

  it('a stretch of participation', () => {
    const used = during('2026-08-10', null);
    expect(shrunkLists(SEPTEMBER, used, during('2026-08-10', '2026-09-30'))).toEqual([
      `the participation of ${checksumAddress(A)} from 2026-08-10T00:00:00.000Z`,
    ]);
    expect(shrunkLists(SEPTEMBER, used, during('2026-08-11', null))).toHaveLength(1);
    expect(shrunkLists(SEPTEMBER, used, lists({ participation: [] }))).toHaveLength(1);
    // Also where the whole of participation.csv is gone.
    expect(shrunkLists(SEPTEMBER, used, lists({ participation: null }))).toHaveLength(1);
  });

  it('a stretch without a beginning, and one with an end', () => {
    const gone = (from: string | null, until: string | null) =>
      shrunkLists(SEPTEMBER, during(from, until), lists({ participation: [] }));
    const of = `the participation of ${checksumAddress(A)}`;
    expect(gone(null, null)).toEqual([`${of} from the beginning`]);
    expect(gone(null, '2026-09-10')).toEqual([`${of} from the beginning until 2026-09-10T00:00:00.000Z`]);
  });

  it('is gone, though another wallet has the same', () => {
    const others = lists({ participation: [{ wallet: `0x${'b2'.repeat(20)}`, fromMs: null, untilMs: null }] });
    expect(shrunkLists(SEPTEMBER, during('2026-08-10', null), others)).toHaveLength(1);
    const linked = (wallet: string) => lists({ walletLinks: [{ wallet, account: 'acc-1' }] });
    expect(shrunkLists(SEPTEMBER, linked(A), linked(`0x${'b2'.repeat(20)}`))).toHaveLength(1);
  });

  it('ending after September, or beginning earlier, takes nothing away', () => {
    expect(shrunkLists(SEPTEMBER, during('2026-08-10', null), during('2026-08-10', '2026-10-01'))).toEqual([]);
    expect(shrunkLists(SEPTEMBER, during('2026-08-10', '2026-09-15'), during(null, '2026-09-15'))).toEqual([]);
  });

  it('a stretch after September was not used', () => {
    expect(shrunkLists(SEPTEMBER, during('2026-10-01', null), lists({}))).toEqual([]);
  });
});
