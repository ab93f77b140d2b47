import { describe, expect, it } from 'vitest';
import { type LedgerContent, ledgerCover, type NamedLedger } from './ledger-cover.ts';

const NAMED: NamedLedger = { from: '2026-10-01', to: '2026-10-31', currency: 'USD', category: '', inUtc: true };
const at = (text: string) => Date.parse(text);
const content = (changed: Partial<LedgerContent> = {}): LedgerContent => ({
  firstMs: at('2026-10-03T10:00:00Z'),
  lastMs: at('2026-10-19T10:00:00Z'),
  currencies: ['USD'],
  unfinished: false,
  ...changed,
});
const EMPTY = content({ firstMs: null, lastMs: null, currencies: [] });

describe('what a ledger file vouches for', () => {
  it('is the range of its name; without one the days of its rows', () => {
    expect(ledgerCover(NAMED, content())).toMatchObject({ from: '2026-10-01', to: '2026-10-31', currencies: ['USD'] });
    expect(ledgerCover(null, content())).toMatchObject({ from: '2026-10-03', to: '2026-10-19', currencies: ['USD'] });
    expect(ledgerCover(null, EMPTY)).toBeNull();
    expect(ledgerCover(null, { ...EMPTY, unfinished: true })).toBeNull();
  });

  it('is no first and last day of another zone, whose rows may lie a day beyond', () => {
    const zoned = { ...NAMED, inUtc: false };
    const early = content({ firstMs: at('2026-09-30T22:30:00Z') });
    expect(ledgerCover(zoned, early)).toMatchObject({ from: '2026-10-02', to: '2026-10-30' });
    expect(ledgerCover(NAMED, early)).toMatchObject({ from: '2026-10-01', to: '2026-10-19' });
  });

  it('is only what name and rows share where the rows lie beyond the name', () => {
    const september = content({ firstMs: at('2026-09-02T00:00:00Z'), lastMs: at('2026-09-28T00:00:00Z') });
    const cover = ledgerCover(NAMED, september);
    expect((cover?.to ?? '') < (cover?.from ?? '')).toBe(true);
  });

  it('is each day of the name that the rows do not contradict', () => {
    const span = (from: string, to: string) => {
      const cover = ledgerCover(NAMED, content({ firstMs: at(`${from}T10:00:00Z`), lastMs: at(`${to}T10:00:00Z`) }));
      return `${cover?.from} ${cover?.to}`;
    };
    expect(span('2026-10-01', '2026-10-31')).toBe('2026-10-01 2026-10-31');
    // Rows on the last day contradict nothing: the days before the first row are without movements.
    expect(span('2026-10-03', '2026-10-31')).toBe('2026-10-01 2026-10-31');
    expect(span('2026-10-03', '2026-11-01')).toBe('2026-10-03 2026-10-31');
    expect(span('2026-09-30', '2026-10-19')).toBe('2026-10-01 2026-10-19');
    expect(span('2026-10-05', '2026-11-05')).toBe('2026-10-05 2026-10-31');
  });

  it('is of the currency of its name, beside which the others of its rows are told', () => {
    const of = (...currencies: string[]) => ledgerCover(NAMED, content({ currencies }));
    expect(of('EUR', 'USD')).toMatchObject({ currencies: ['USD'], others: ['EUR'] });
    expect(of('EUR')).toMatchObject({ currencies: [], others: ['EUR'] });
    expect(of('USD')).not.toHaveProperty('others');
    const named = ledgerCover({ ...NAMED, currency: '' }, content({ currencies: ['EUR', 'USD'] }));
    expect([named?.currencies, named?.others]).toEqual([['EUR', 'USD'], undefined]);
  });

  it('is of the category of its name', () => {
    expect(ledgerCover({ ...NAMED, category: 'refund' }, content())).toEqual({
      ...{ from: '2026-10-01', to: '2026-10-31', currencies: ['USD'], category: 'refund', unfinished: false },
    });
    expect(ledgerCover(null, content({ unfinished: true }))).toMatchObject({ category: '', unfinished: true });
  });

  it('that ends within a line ends where it would anyway when its last row lies beyond its name', () => {
    const beyond = content({
      firstMs: at('2026-10-03T10:00:00Z'),
      lastMs: at('2026-11-03T10:00:00Z'),
      unfinished: true,
    });
    expect(ledgerCover(NAMED, beyond)).toMatchObject({ from: '2026-10-03', to: '2026-10-31' });
  });

  it('ends before the day of the last row where the file ends within a line', () => {
    expect(ledgerCover(NAMED, content({ unfinished: true }))).toMatchObject({ from: '2026-10-01', to: '2026-10-18' });
    expect(ledgerCover(null, content({ unfinished: true }))).toMatchObject({ from: '2026-10-03', to: '2026-10-18' });
    const cut = ledgerCover(NAMED, { ...EMPTY, unfinished: true });
    expect((cut?.to ?? '') < (cut?.from ?? '')).toBe(true);
  });

  it('is the currency of its name if its rows have it, else those of its rows; without rows and name every one', () => {
    expect(ledgerCover(NAMED, content({ currencies: ['EUR'] }))?.currencies).toEqual([]);
    expect(ledgerCover(NAMED, EMPTY)?.currencies).toEqual(['USD']);
    const unnamed = { ...NAMED, currency: '' };
    expect(ledgerCover(unnamed, content({ currencies: ['EUR', 'USD'] }))?.currencies).toEqual(['EUR', 'USD']);
    expect(ledgerCover(unnamed, EMPTY)?.currencies).toBeNull();
  });
});
