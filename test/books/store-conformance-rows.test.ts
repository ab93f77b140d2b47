import { expect, it } from 'vitest';
import type { Month } from '../../src/core/month/month.ts';
import type { StoredTransaction } from '../../src/core/revenue/assembled.ts';
import type { Traces } from '../../src/core/revenue/charge-link.ts';
import { readSetting, writeSetting } from '../../src/store/database/settings.ts';
import { rowsThatShare } from '../../src/store/inputs/charge-links.ts';
import { daysOutside } from '../../src/store/inputs/days-outside.ts';
import {
  completeImport,
  insertImport,
  listImports,
  noteKept,
  setImportActive,
} from '../../src/store/inputs/imports.ts';
import { InvoiceKeeper, type InvoiceVersion, type KeptInvoice } from '../../src/store/inputs/kept-invoices.ts';
import { rowsOfSubscriber } from '../../src/store/inputs/named-rows.ts';
import { settleRepeatedRows } from '../../src/store/inputs/repeated-rows.ts';
import { replacedOpenings } from '../../src/store/inputs/replaced-openings.ts';
import { keptRows, ledgerTotals } from '../../src/store/inputs/row-counts.ts';
import { activeSmallRows, insertSmallRows } from '../../src/store/inputs/small-rows.ts';
import { invoicesWithoutCharge } from '../../src/store/inputs/stripe-invoices.ts';
import { chargeRows, looseRows, unnamedRows } from '../../src/store/inputs/transactions.ts';
import { insertDecision, listDecisions, tieDecisions, withdrawDecision } from '../../src/store/months/decisions.ts';
import { keepReview, reviewOf } from '../../src/store/months/reviews.ts';
import { onBoth } from '../running/both-databases.ts';
import { month } from '../worlds/charges.ts';
import { all, importRecord, row, take } from '../worlds/stored-rows.ts';

const AUGUST = month('2026-08');

function invoice(id: string, counts: InvoiceVersion, fields: Partial<KeptInvoice> = {}): KeptInvoice {
  return {
    id,
    counts,
    replaced: [],
    payments: [],
    conflict: false,
    atMs: 1000,
    noChargeReason: '',
    currency: 'usd',
    total: 20_000_000n,
    subscription: '',
    term: { madeMs: 0, startsMs: 0, endsMs: 0, isPaid: false },
    ...fields,
  };
}

/** What a reader of a decision sees first. */
function about(subject: string, of: Month = AUGUST) {
  return { code: 'orphan', subject, month: of } as const;
}

onBoth((fresh) => {
  it('rows outside a span: by day, those in force, of one import', async () => {
    const { db } = await fresh();
    const day = (number: number, hour = 0): number => Date.UTC(2026, 9, number, hour);
    const rows = [day(1, 1), day(1), day(2), day(3, 23), day(4), day(4, 9), day(5)].map((atMs, at) =>
      row(at + 2, { atMs }),
    );
    const id = await take(db, 'a', rows);
    await take(db, 'b', [row(20, { atMs: day(9) })]);
    await db.updateTable('transactions').set({ active: 0n }).where('line', '=', 8n).execute();
    // Half-open: the first instant of the 2nd is inside, that of the 4th is not.
    expect(await daysOutside(db, id, { fromMs: day(2), beforeMs: day(4) })).toEqual([
      { provider: 'stripe', dayMs: day(1), rows: 2, currency: 'usd', gross: 40_000_000n, line: 2 },
      { provider: 'stripe', dayMs: day(4), rows: 2, currency: 'usd', gross: 40_000_000n, line: 6 },
    ]);
  });

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

  it('openings that another file replaced, but for those of whose charge something in force has a row', async () => {
    const { db } = await fresh();
    const opening = (line: number, group: string) =>
      row(line, { group, rowId: null, kind: 'opening', terms: '12 0 pro' });
    const kind = 'opening' as const;
    const rows = [opening(2, 'ch_gone'), opening(3, 'ch_kept'), opening(4, 'ch_sold')];
    const replaced = await take(db, 'a', rows, { kind });
    await take(db, 'b', [opening(2, 'ch_kept')], { kind });
    await take(db, 'c', [row(2, { group: 'ch_sold' }), row(3, { group: 'ch_gone', provider: 'google' })]);
    expect(await replacedOpenings(db)).toEqual([]);
    await setImportActive(db, replaced, false);
    expect(await replacedOpenings(db)).toEqual([
      { provider: 'stripe', charge: 'ch_gone', atMs: 1000, terms: '12 0 pro' },
    ]);
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
    expect([...(await keptRows(db)).values()].map(({ kept }) => kept).sort((a, b) => a - b)).toEqual([2, 5, 203]);
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

  const refund = { rowId: 'txn_r', kind: 'refund', sourceId: 're_1' };
  const COPIES = {
    a: row(3, { ...refund, group: '', invoice: 'in_1' }),
    b: row(4, { ...refund, terms: 'EUR -9000000' }),
    c: row(5, { ...refund, kind: '' }),
  };

  it.each([
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['b', 'c', 'a'],
  ] as const)(
    'repeated rows: what one copy lacks another fills, imported as %s, %s, %s; the fullest is cited',
    async (...order) => {
      const { db } = await fresh();
      for (const sha256 of order) await settleRepeatedRows(db, await take(db, sha256, [COPIES[sha256]]));
      const rows = await all(chargeRows(db, 'stripe'));
      const whole = { group: 'ch_1', kind: 'refund', sourceId: 're_1', invoice: 'in_1', terms: 'EUR -9000000' };
      expect(rows).toMatchObject([{ ...whole, conflict: false, source: { input: 'b', line: 4 } }]);
      expect(await all(looseRows(db, 'stripe'))).toEqual([]);
    },
  );

  it('repeated rows: a contradiction that comes later leaves each copy as it was read', async () => {
    const { db } = await fresh();
    for (const sha256 of ['a', 'b'] as const) {
      await settleRepeatedRows(db, await take(db, sha256, [COPIES[sha256]]));
    }
    await settleRepeatedRows(db, await take(db, 'd', [{ ...COPIES.b, terms: 'EUR -9010000' }]));
    const rows = [...(await all(chargeRows(db, 'stripe'))), ...(await all(looseRows(db, 'stripe')))];
    expect(
      rows.map(({ source, group, invoice, terms, conflict }) => [source.input, group, invoice, terms, conflict]),
    ).toEqual([
      ['b', 'ch_1', '', 'EUR -9000000', true],
      ['d', 'ch_1', '', 'EUR -9010000', true],
      ['a', '', 'in_1', '', true],
    ]);
  });

  it('repeated rows: in one file too; an equal id of another provider is another row', async () => {
    const { db } = await fresh();
    const twice = [row(2, { rowId: 'x' }), row(3, { rowId: 'x', sourceId: 'ch_1' })];
    await settleRepeatedRows(
      db,
      await take(db, 'a', [...twice, row(4, { rowId: 'x', provider: 'google', gross: 1n })]),
    );
    expect((await all(chargeRows(db, 'stripe'))).map(({ source, conflict }) => [source.line, conflict])).toEqual([
      [3, false],
    ]);
    expect((await all(chargeRows(db, 'google'))).map(({ conflict }) => conflict)).toEqual([false]);
  });

  it('rows that name no charge, and what shares a refund, payment or invoice with them', async () => {
    const { db } = await fresh();
    const named = [
      row(1, { group: 'ch_1', sourceId: 'ch_1', invoice: 'in_1', paymentIntent: 'pi_1' }),
      row(2, { group: 'ch_2', sourceId: 'du_2', kind: 'dispute' }),
      row(3, { group: 'ch_3', sourceId: 'ch_3', invoice: 'in_3' }),
      row(4, { group: 'ch_4', sourceId: 'ch_4', invoice: 'in_3', provider: 'google' }),
    ];
    const unnamed = ['refund', 'dispute_reversal', 'fee'].map((kind, at) => row(9 - at, { group: '', kind }));
    await take(db, 'a', [...named, ...unnamed]);
    const found = await all(unnamedRows(db, 'stripe', ['refund', 'dispute_reversal']));
    expect(found.map(({ kind }) => kind)).toEqual(['dispute_reversal', 'refund']);
    const none = { kind: 'refund', sourceId: '', invoice: '', paymentIntent: '' };
    const shared = async (...rows: readonly Partial<Traces>[]): Promise<string[]> =>
      (
        await rowsThatShare(
          db,
          'stripe',
          rows.map((fields) => ({ ...none, ...fields })),
        )
      )
        .map(({ charge }) => charge)
        .sort();
    expect(await shared({ sourceId: 'du_2' })).toEqual(['ch_2']);
    expect(await shared({ paymentIntent: 'pi_1' }, { invoice: 'in_3' })).toEqual(['ch_1', 'ch_3']);
    expect(await shared({})).toEqual([]);
    expect(await shared()).toEqual([]);
    const many = Array.from({ length: 1200 }, (_, at) => ({
      sourceId: `re_${at}`,
      invoice: at === 1100 ? 'in_1' : '',
    }));
    expect(await shared(...many)).toEqual(['ch_1']);
  });

  it('a charge brings its invoice in the version that counts; what gave way is kept', async () => {
    const { db } = await fresh();
    const id = await take(db, 'a', [row(1, { invoice: 'in_1' }), row(2, { kind: 'refund', invoice: 'in_1' })]);
    const [first, second] = ['first', 'second'].map((body, index) => ({ importId: id, line: 2 + index, body }));
    if (first === undefined || second === undefined) throw new Error('there are two versions');
    const keeper = new InvoiceKeeper(db);
    expect(await keeper.versionsOf(['in_1'])).toEqual(new Map());
    await keeper.keep([invoice('in_1', first)]);
    const [charge, refund] = await all(chargeRows(db, 'stripe'));
    expect(charge).toMatchObject({ invoiceBody: 'first', invoiceConflict: false, otherInvoiceBodies: null });
    expect(refund).toMatchObject({ invoiceBody: null, invoiceConflict: false });
    await keeper.keep([invoice('in_1', second, { conflict: true, replaced: [first] })]);
    expect((await all(chargeRows(db, 'stripe')))[0]).toMatchObject({
      ...{ invoiceBody: 'second', invoiceConflict: true, otherInvoiceBodies: 'first' },
    });
    expect(await keeper.versionsOf(['in_0', 'in_1'])).toEqual(new Map([['in_1', [second, first]]]));
    // Two rows, the invoice, and the version that gave way.
    expect(await keptRows(db)).toEqual(new Map([[id, { kept: 4, inForce: 2 }]]));
  });

  it('a charge whose row names no invoice is of the one that names it, or its payment intent, as its payment', async () => {
    const { db } = await fresh();
    const id = await take(db, 'a', [
      row(1, { group: 'ch_1' }),
      row(2, { group: 'ch_2', paymentIntent: 'pi_2' }),
      row(3, { group: 'ch_3', paymentIntent: 'pi_3' }),
      row(4, { group: 'ch_4', invoice: 'in_own', paymentIntent: 'pi_2' }),
      row(5, { group: 'ch_5', paymentIntent: 'pi_5' }),
      row(6, { group: 'ch_5', paymentIntent: 'pi_5', kind: 'refund' }),
    ]);
    const free = { noChargeReason: 'out-of-band' };
    const payments = new Map([
      ['in_1', ['ch_1', 'pi_1', 'pi_5']],
      ['in_2', ['pi_2', 'pi_2']],
      ['in_3', ['pi_5', 'pi_9']],
    ]);
    const keeper = new InvoiceKeeper(db);
    const names = ['in_1', 'in_2', 'in_3', 'in_own', 'in_other'];
    const version = (name: string): InvoiceVersion => ({ importId: id, line: 9, body: name });
    await keeper.keep(
      names.map((name) => invoice(name, version(name), { ...free, payments: payments.get(name) ?? [] })),
    );
    // Read again, it names one that is known and one that is not.
    const again = { ...version('in_2'), line: 10 };
    const replaced = [version('in_2')];
    await keeper.keep([invoice('in_2', again, { ...free, replaced, payments: ['ch_2', 'pi_2'] })]);
    const rows = await all(chargeRows(db, 'stripe'));
    expect(rows.map((each) => [each.group, each.invoice, each.invoiceBody, each.invoicesThatNameIt])).toEqual([
      ['ch_1', 'in_1', 'in_1', 1],
      ['ch_2', 'in_2', 'in_2', 1],
      ['ch_3', '', null, 0],
      ['ch_4', 'in_own', 'in_own', 0],
      ['ch_5', 'in_1', 'in_1', 2],
      ['ch_5', '', null, 0],
    ]);
    // Those that name a charge of the ledger are not without one.
    expect((await all(invoicesWithoutCharge(db, 0, 2000))).map(({ reason }) => reason)).toEqual(['out-of-band']);
  });

  it('rows of a subscription, a customer, a subscriber of Apple and a renewed order of Google, by the whole of their ids', async () => {
    const { db } = await fresh();
    const google = { provider: 'google', rowId: null } as const;
    const id = await take(db, 'a', [
      row(1, { group: 'ch_1', invoice: 'in_1' }),
      row(2, { group: 'ch_2' }),
      row(3, { group: 'ch_3', paymentIntent: 'pi_3' }),
      row(4, { group: 'ch_4', invoice: 'in_4' }),
      row(5, { provider: 'apple', group: '55-6700000001-2026-08-12' }),
      row(6, { provider: 'apple', group: '551-6700000001-2026-08-12' }),
      row(7, { ...google, group: 'GPA.1..0' }),
      row(8, { ...google, group: 'GPA.1..12' }),
      row(9, { ...google, group: 'GPA.12..0' }),
    ]);
    const of = (name: string, subscription: string, customer: string, payments: string[] = []): KeptInvoice => {
      const body = JSON.stringify({ id: name, customer, from: 'csv' });
      return invoice(name, { importId: id, line: 1, body }, { subscription, payments });
    };
    await new InvoiceKeeper(db).keep([
      of('in_1', 'sub_1', 'cus_1'),
      of('in_2', 'sub_1', 'cus_1', ['ch_2', 'pi_3']),
      of('in_4', 'sub_2', 'cus_12'),
    ]);
    const linesOf = async (asked: string): Promise<number[]> =>
      (await rowsOfSubscriber(db, asked)).map(({ source }) => source.line).sort((a, b) => a - b);
    expect(await linesOf('sub_1')).toEqual([1, 2, 3]);
    expect(await linesOf('cus_1')).toEqual([1, 2, 3]);
    expect(await linesOf('cus_12')).toEqual([4]);
    expect(await linesOf('55')).toEqual([5]);
    expect(await linesOf('GPA.1')).toEqual([7, 8]);
    for (const asked of ['cus%1', 'cus_', 'sub_', '5', 'GPA', '%', '!', '']) expect(await linesOf(asked)).toEqual([]);
  });

  it('an invoice overlaps an earlier one of its subscription that was paid and ends later', async () => {
    const { db } = await fresh();
    const names = ['in_first', 'in_next', 'in_inside', 'in_twin', 'in_other', 'in_unpaid', 'in_unknown'];
    const id = await take(
      db,
      'a',
      names.map((name, index) => row(index + 1, { group: name, invoice: name })),
    );
    const paid = { madeMs: 10, startsMs: 10, endsMs: 40, isPaid: true };
    const terms = {
      in_first: paid,
      // Begins where the first one ends.
      in_next: { madeMs: 40, startsMs: 40, endsMs: 70, isPaid: false },
      in_inside: { madeMs: 20, startsMs: 20, endsMs: 50, isPaid: false },
      // Made in the same minute as the first one: either may be the earlier.
      in_twin: { ...paid, startsMs: 9 },
      in_unknown: { madeMs: 20, startsMs: 0, endsMs: 0, isPaid: true },
    };
    const version = { importId: id, line: 9, body: '' };
    const other = { subscription: 'sub_2', term: { ...paid, isPaid: false } };
    const inside = { subscription: 'sub_2', term: { ...paid, madeMs: 20 } };
    await new InvoiceKeeper(db).keep([
      ...Object.entries(terms).map(([name, term]) => invoice(name, version, { subscription: 'sub_1', term })),
      invoice('in_unpaid', version, other),
      invoice('in_other', version, inside),
    ]);
    const rows = await all(chargeRows(db, 'stripe'));
    expect(rows.filter((each) => each.invoiceOverlapsPaidTerm).map((each) => each.group)).toEqual([
      'in_first',
      'in_inside',
    ]);
  });

  it('overlaps are found by the rule alone, whether all invoices are read or one is asked for', async () => {
    const { db } = await fresh();
    const invoices = Array.from({ length: 360 }, (_, at) => ({
      name: `in_${String(at).padStart(3, '0')}`,
      // Three of a subscription, with all that may be equal: 7, 11, 13 and 17 go round against each other.
      subscription: `sub_${at % 120}`,
      term: {
        madeMs: 1 + (((at * 7) % 11) % 2),
        startsMs: ((at * 11) % 13) % 3,
        endsMs: ((at * 13) % 17) % 4,
        isPaid: at % 5 < 3,
      },
    }));
    const lines = invoices.map(({ name }, at) => row(at + 1, { group: name, invoice: name }));
    const id = await take(db, 'a', lines);
    const version = { importId: id, line: 9, body: '' };
    await new InvoiceKeeper(db).keep(
      invoices.map(({ name, subscription, term }) => invoice(name, version, { subscription, term })),
    );
    type Known = (typeof invoices)[number];
    const isEarlier = ({ term: a }: Known, { term: b }: Known): boolean =>
      a.madeMs < b.madeMs || (a.madeMs === b.madeMs && a.startsMs <= b.startsMs);
    const overlapping = invoices.filter((each) =>
      invoices.some(
        (other) =>
          other !== each &&
          other.subscription === each.subscription &&
          other.term.isPaid &&
          each.term.startsMs > 0 &&
          other.term.endsMs > each.term.startsMs &&
          isEarlier(other, each),
      ),
    );
    expect(overlapping.length).toBeGreaterThan(20);
    const found = (rows: readonly StoredTransaction[]): string[] =>
      rows.filter((each) => each.invoiceOverlapsPaidTerm).map(({ group }) => group);
    const names = invoices.map(({ name }) => name);
    expect(found(await all(chargeRows(db, 'stripe')))).toEqual(overlapping.map(({ name }) => name));
    expect(found(await all(chargeRows(db, 'stripe', names)))).toEqual(overlapping.map(({ name }) => name));
  });

  it('invoices without a charge come in the order of their ids, of a half-open stretch of time', async () => {
    const { db } = await fresh();
    const id = await take(db, 'a', [row(1, { invoice: 'in_paid' })]);
    const free = { noChargeReason: 'trial' };
    const kept = (name: string, fields: Partial<KeptInvoice>) =>
      invoice(name, { importId: id, line: 2, body: name }, fields);
    await new InvoiceKeeper(db).keep([
      kept('in_b', { ...free, atMs: 10, total: -9_007_199_254_740_993n }),
      kept('in_C', { ...free, atMs: 19 }),
      kept('in_late', { ...free, atMs: 20 }),
      kept('in_early', { ...free, atMs: 9 }),
      kept('in_paid', { ...free, atMs: 15 }),
      kept('in_due', { atMs: 15 }),
    ]);
    const found = { source: { input: 'a', line: 2 }, reason: 'trial', currency: 'usd', overlapsPaidTerm: false };
    expect(await all(invoicesWithoutCharge(db, 10, 20))).toEqual([
      { ...found, id: 'in_C', body: 'in_C', atMs: 19, total: 20_000_000n },
      { ...found, id: 'in_b', body: 'in_b', atMs: 10, total: -9_007_199_254_740_993n },
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
    expect((await keptRows(db)).get(a)).toEqual({ kept: 503, inForce: 0 });
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
