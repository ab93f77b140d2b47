import { expect, it } from 'vitest';
import type { Month } from '../src/core/month/month.ts';
import { insertDecision, listDecisions, tieDecisions, withdrawDecision } from '../src/store/decisions.ts';
import { completeImport, insertImport, listImports, noteKept, setImportActive } from '../src/store/imports.ts';
import { keepReview, reviewOf } from '../src/store/reviews.ts';
import { keptRows, ledgerTotals } from '../src/store/row-counts.ts';
import { readSetting, writeSetting } from '../src/store/settings.ts';
import { activeSmallRows, insertSmallRows } from '../src/store/small-rows.ts';
import { type InvoiceRecord, invoicesWithoutCharge, keepInvoice } from '../src/store/stripe-invoices.ts';
import { chargeRows, looseRows, settleRepeatedRows } from '../src/store/transactions.ts';
import { onBoth } from './both-databases.ts';
import { month } from './charges.ts';
import { all, importRecord, row, take } from './stored-rows.ts';

const AUGUST = month('2026-08');

function invoice(id: string, fields: Partial<InvoiceRecord> = {}): InvoiceRecord {
  return {
    id,
    line: 2,
    rank: 1,
    money: 'usd 20',
    atMs: 1000,
    noChargeReason: '',
    currency: 'usd',
    total: 20_000_000n,
    body: `{"id":"${id}"}`,
    ...fields,
  };
}

/** What a reader of a decision sees first. */
function about(subject: string, of: Month = AUGUST) {
  return { code: 'orphan', subject, month: of } as const;
}

onBoth((fresh) => {
  it('imports: listed by kind and hash; what reading shows, what is kept and what is in force is noted', async () => {
    const { db } = await fresh();
    const second = await insertImport(db, importRecord('b', { firstMs: -5, lastMs: 9_007_199_254_740_991 }));
    const first = await insertImport(db, importRecord('a'));
    const other = await insertImport(db, importRecord('c', { kind: 'costs', period: '', profile: 'p' }));
    expect(first).toBeGreaterThan(second);
    await completeImport(db, first, { rows: 7, firstMs: 1, lastMs: 2, period: '202608', unfinished: true });
    await completeImport(db, other, { rows: 1, firstMs: null, lastMs: null, period: '', unfinished: false });
    await noteKept(db, 'a', { evidenceSha256: 'packed' });
    await noteKept(db, 'a', { lakeSha256: 'parquet' });
    await setImportActive(db, second, false);
    const list = await listImports(db);
    expect(list.map(({ sha256, kind, active }) => [kind, sha256, active])).toEqual([
      ['costs', 'c', true],
      ['stripe-ledger', 'a', true],
      ['stripe-ledger', 'b', false],
    ]);
    expect(list[1]).toMatchObject({ id: first, rows: 7, firstMs: 1, lastMs: 2, period: '202608' });
    expect(list[1]).toMatchObject({ evidenceSha256: 'packed', lakeSha256: 'parquet' });
    expect(list.map(({ unfinished }) => unfinished)).toEqual([false, true, false]);
    expect(list[2]).toMatchObject({ firstMs: -5, lastMs: 9_007_199_254_740_991, evidenceSha256: '' });
    await expect(insertImport(db, importRecord('a'))).rejects.toThrow(/unique/i);
  });

  it('an import of a kind that is not known is told, not skipped', async () => {
    const { db } = await fresh();
    await insertImport(db, importRecord('a'));
    await db.updateTable('imports').set({ kind: 'paypal-report' }).execute();
    await expect(listImports(db)).rejects.toThrow('inputs of the kind "paypal-report" are not known');
  });

  it('rows: charges together in the order of their ids, then time, input and line; the rest in the order of row ids', async () => {
    const { db } = await fresh();
    // The order of bytes: capitals before small letters, ASCII before the rest.
    const many = Array.from({ length: 201 }, (_, at) => row(at + 1, { group: 'ch_many', atMs: 500 - at }));
    await take(db, 'b', [...many, row(900, { group: 'ch_Z', atMs: 3 }), row(901, { group: 'ch_a', atMs: 2 })]);
    await take(db, 'a', [row(5, { group: 'ch_a', atMs: 2, rowId: 'x' }), row(4, { group: 'ch_ä', atMs: 1 })]);
    await take(db, 'c', [
      ...['tb', 'Ta', 'ta'].map((rowId, at) => row(at + 1, { group: '', rowId })),
      row(9, { group: '', rowId: null }),
      row(8, { provider: 'apple', group: '', rowId: null }),
    ]);
    const charges = await all(chargeRows(db, 'stripe'));
    expect(charges.filter(({ group }) => group !== 'ch_many').map(({ group, source }) => [group, source])).toEqual([
      ['ch_Z', { input: 'b', line: 900 }],
      ['ch_a', { input: 'a', line: 5 }],
      ['ch_a', { input: 'b', line: 901 }],
      ['ch_ä', { input: 'a', line: 4 }],
    ]);
    expect(charges.filter(({ group }) => group === 'ch_many').map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 201 }, (_, at) => 300 + at),
    );
    expect((await all(looseRows(db, 'stripe'))).map(({ rowId }) => rowId)).toEqual([null, 'Ta', 'ta', 'tb']);
    expect([...(await keptRows(db)).values()].sort((a, b) => a - b)).toEqual([2, 5, 203]);
  });

  it('more rows than one INSERT takes are kept as they are, nothing where there is nothing', async () => {
    const { db } = await fresh();
    const rows = Array.from({ length: 2001 }, (_, at) => {
      return row(at + 1, { group: '', rowId: at % 2 === 0 ? null : `txn_${10_000 + at}`, gross: BigInt(at) });
    });
    await take(db, 'a', rows);
    const kept = await all(looseRows(db, 'stripe'));
    const inOrder = [...rows.filter(({ rowId }) => rowId === null), ...rows.filter(({ rowId }) => rowId !== null)];
    expect(kept.map(({ rowId, gross, source }) => [source.line, rowId, gross])).toEqual(
      inOrder.map(({ line, rowId, gross }) => [line, rowId, gross]),
    );
  });

  it('repeated rows: equal ones count once, from the input of the smallest hash; unequal ones are all in conflict', async () => {
    const { db } = await fresh();
    await take(db, 'b', [row(1, { rowId: 'same' }), row(2, { rowId: 'other', group: 'ch_2', gross: 1n })]);
    const again = await take(db, 'a', [
      row(7, { rowId: 'same' }),
      row(8, { rowId: 'other', group: 'ch_3', gross: 2n }),
    ]);
    await settleRepeatedRows(db, again);
    const rows = await all(chargeRows(db, 'stripe'));
    expect(rows.map(({ group, source, conflict }) => [group, source.input, source.line, conflict])).toEqual([
      ['ch_1', 'a', 7, false],
      ['ch_2', 'b', 2, true],
      ['ch_3', 'a', 8, true],
    ]);
  });

  it('a charge brings its invoice; the version of the higher rank wins, and contradictions are marked', async () => {
    const { db } = await fresh();
    const id = await take(db, 'a', [row(1, { invoice: 'in_1' }), row(2, { kind: 'refund', invoice: 'in_1' })]);
    await keepInvoice(db, id, invoice('in_1', { rank: 2, body: 'second' }));
    await keepInvoice(db, id, invoice('in_1', { rank: 1, body: 'first', money: '' }));
    const [charge, refund] = await all(chargeRows(db, 'stripe'));
    expect(charge).toMatchObject({ invoiceBody: 'second', invoiceConflict: false });
    expect(refund).toMatchObject({ invoiceBody: null, invoiceConflict: false });
    await keepInvoice(db, id, invoice('in_1', { rank: 2, body: 'a smaller body', money: 'usd 21' }));
    expect((await all(chargeRows(db, 'stripe')))[0]).toMatchObject({
      invoiceBody: 'a smaller body',
      invoiceConflict: true,
    });
    // Two rows, the invoice, and the two versions that gave way.
    expect(await keptRows(db)).toEqual(new Map([[id, 5]]));
  });

  it('invoices without a charge come in the order of their ids, of a half-open stretch of time', async () => {
    const { db } = await fresh();
    const id = await take(db, 'a', [row(1, { invoice: 'in_paid' })]);
    const free = { noChargeReason: 'trial' };
    await keepInvoice(db, id, invoice('in_b', { ...free, atMs: 10, total: -9_007_199_254_740_993n }));
    await keepInvoice(db, id, invoice('in_C', { ...free, atMs: 19 }));
    await keepInvoice(db, id, invoice('in_late', { ...free, atMs: 20 }));
    await keepInvoice(db, id, invoice('in_early', { ...free, atMs: 9 }));
    await keepInvoice(db, id, invoice('in_paid', { ...free, atMs: 15 }));
    await keepInvoice(db, id, invoice('in_due', { atMs: 15 }));
    expect(await all(invoicesWithoutCharge(db, 10, 20))).toEqual([
      { reason: 'trial', atMs: 19, currency: 'usd', total: 20_000_000n },
      { reason: 'trial', atMs: 10, currency: 'usd', total: -9_007_199_254_740_993n },
    ]);
  });

  it('ledger totals are sums of what is in force, of a half-open stretch, per category and currency', async () => {
    const { db } = await fresh();
    // 2^53 + 1 twice: a double would lose both ones.
    const odd = 9_007_199_254_740_993n;
    await take(db, 'a', [
      row(1, { atMs: 10, gross: odd, fee: 1n }),
      row(2, { atMs: 19, gross: odd, fee: -3n }),
      row(3, { atMs: 20, gross: 5n }),
      row(4, { atMs: 15, gross: -7n, fee: 0n, kind: 'refund', currency: 'eur' }),
    ]);
    await setImportActive(db, await take(db, 'b', [row(9, { atMs: 15 })]), false);
    await take(db, 'c', [row(10, { atMs: 15 })], { kind: 'google-earnings' });
    expect(await ledgerTotals(db, 10, 20)).toEqual([
      { category: 'charge', currency: 'usd', count: 2, gross: 18_014_398_509_481_986n, fee: -2n },
      { category: 'refund', currency: 'eur', count: 1, gross: -7n, fee: 0n },
    ]);
  });

  it('small rows in force come by hash and line', async () => {
    const { db } = await fresh();
    const [b, a, old] = [await take(db, 'b', []), await take(db, 'a', []), await take(db, '0', [])];
    const rate = (line: number, name: string) => ({ line, row: { date: name, currency: 'EUR', rate: '1.1' } });
    await insertSmallRows(
      db,
      b,
      'fx',
      [3, 1].map((line) => rate(line, `b${line}`)),
    );
    const many = Array.from({ length: 501 }, (_, at) => rate(501 - at, `a${501 - at}`));
    await insertSmallRows(db, a, 'fx', [...many, { line: 502, row: null }]);
    const cost = { month: AUGUST, description: 'no rate', amount: 1n, months: 1 };
    await insertSmallRows(db, a, 'costs', [{ line: 1, row: cost }]);
    await insertSmallRows(db, old, 'fx', [rate(1, 'replaced')]);
    await setImportActive(db, old, false);
    const rows = await activeSmallRows(db, 'fx');
    expect(rows.map(({ row }) => row.date)).toEqual([
      ...Array.from({ length: 501 }, (_, at) => `a${at + 1}`),
      'b1',
      'b3',
    ]);
    expect(rows[501]).toEqual({ row: rate(1, 'b1').row, source: { input: 'b', line: 1 } });
    expect((await keptRows(db)).get(a)).toBe(503);
  });

  it('decisions: the later one about the same stands; one that a final month used stays', async () => {
    const { db } = await fresh();
    const said = { decision: 'accept', by: 'ann', at: '2026-09-01T00:00:00.000Z' } as const;
    await insertDecision(db, { ...about('x'), ...said, note: 'first' });
    await insertDecision(db, { ...about('y'), ...said, note: 'kept' });
    await insertDecision(db, { ...about('x'), ...said, note: 'second' });
    await insertDecision(db, { ...about('x', month('2026-10')), ...said, note: 'later month' });
    expect((await listDecisions(db)).map(({ note }) => note)).toEqual(['kept', 'second', 'later month']);
    expect(await withdrawDecision(db, about('y'))).toBe(1);
    expect(await withdrawDecision(db, about('y'))).toBe(0);
    await tieDecisions(db, '2026-09');
    expect(await listDecisions(db)).toEqual([
      { ...about('x'), ...said, note: 'second', finalMonth: '2026-09' },
      { ...about('x', month('2026-10')), ...said, note: 'later month', finalMonth: null },
    ]);
    expect(await withdrawDecision(db, about('x'))).toBe(0);
  });

  it('settings and reviews keep the last that was said', async () => {
    const { db } = await fresh();
    expect(await readSetting(db, 'config-path')).toBeNull();
    await writeSetting(db, 'config-path', '/a');
    await writeSetting(db, 'config-path', '/b');
    expect(await readSetting(db, 'config-path')).toBe('/b');
    await keepReview(db, '2026-08', 'abcd', 'one');
    await keepReview(db, '2026-08', 'abcd', 'two');
    await keepReview(db, '2026-08', 'abff', 'three');
    expect(await reviewOf(db, '2026-08', 'abc')).toBe('two');
    expect(await reviewOf(db, '2026-08', 'abf')).toBe('three');
    expect(await reviewOf(db, '2026-09', 'abc')).toBeNull();
  });
});
