import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importRecord } from '../../../test/worlds/stored-rows.ts';
import { csvInvoice } from '../../../test/worlds/stripe-exports.ts';
import { writeInvoice } from '../../sources/stripe/invoice-body.ts';
import { versionInForce } from '../../sources/stripe/invoice-versions.ts';
import { type Database, openStore, type Store } from '../../store/database/open-store.ts';
import { insertImport } from '../../store/inputs/imports.ts';
import { type ReadInvoice, takeInvoices } from './take-invoices.ts';

/** Few ids, states and totals: most invoices are read several times, and some say the same twice. */
const INVOICE = fc
  .record({
    id: fc.constantFrom('in_a', 'in_b', 'in_c'),
    status: fc.constantFrom('draft', 'open', 'paid'),
    total: fc.constantFrom(20_000_000n, 21_000_000n),
    atMs: fc.constantFrom(1, 2),
    payments: fc.constantFrom<readonly string[]>([], ['ch_1'], ['ch_1', 'pi_2']),
  })
  .map((fields) => csvInvoice(fields));

/** One invoice a line, in several files. */
const FILES = fc.array(fc.array(INVOICE, { maxLength: 6 }), { minLength: 1, maxLength: 3 });

async function* read(invoices: readonly ReadInvoice[]): AsyncGenerator<ReadInvoice> {
  yield* invoices;
}

const TABLES = ['stripe_invoices', 'replaced_invoices', 'invoice_payments', 'imports'] as const;

describe('law: invoices are taken', () => {
  let directory = '';
  let store: Store;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'revshare-invoices-'));
    store = await openStore(directory);
  });
  afterAll(async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const taken = async (db: Database, files: readonly (readonly ReadInvoice[])[], atOnce: number) => {
    for (const table of TABLES) await db.deleteFrom(table).execute();
    const ids: number[] = [];
    for (const [at, file] of files.entries()) {
      const id = await insertImport(db, importRecord(`file-${at}`));
      ids.push(id);
      await takeInvoices(db, id, read(file), () => undefined, atOnce);
    }
    const fileOf = (importId: bigint): number => ids.indexOf(Number(importId));
    const counts = await db.selectFrom('stripe_invoices').selectAll().orderBy('id').execute();
    const replaced = await db.selectFrom('replaced_invoices').selectAll().execute();
    const payments = await db
      .selectFrom('invoice_payments')
      .selectAll()
      .orderBy('invoice')
      .orderBy('payment')
      .execute();
    return {
      counts: counts.map(({ import_id, ...row }) => ({ ...row, file: fileOf(import_id) })),
      replaced: replaced.map(({ id, import_id, line, body }) => `${id} ${fileOf(import_id)} ${line} ${body}`).sort(),
      payments,
    };
  };

  it('one by one or many at once: the content of its versions decides, and every row read is kept once (R15)', async () => {
    await fc.assert(
      fc.asyncProperty(FILES, fc.integer({ min: 2, max: 5 }), async (drawn, atOnce) => {
        const files = drawn.map((file) => file.map((invoice, at) => ({ invoice, line: at + 2 })));
        const { db } = store;
        const many = await taken(db, files, atOnce);
        expect(many).toEqual(await taken(db, files, 1));
        const all = files.flat().map(({ invoice }) => ({ invoice }));
        const ids = [...new Set(all.map(({ invoice }) => invoice.id))].sort();
        expect(many.counts.map(({ id }) => id)).toEqual(ids);
        for (const row of many.counts) {
          const [first, ...others] = all.filter(({ invoice }) => invoice.id === row.id);
          if (first === undefined) throw new Error('an invoice is kept that nobody read');
          const { version, conflict } = versionInForce([first, ...others]);
          expect([row.body, row.conflict === 1n]).toEqual([writeInvoice(version.invoice), conflict]);
        }
        const places = files.flatMap((file, at) =>
          file.map(({ invoice, line }) => `${invoice.id} ${at} ${line} ${writeInvoice(invoice)}`),
        );
        const kept = many.counts.map(({ id, file, line, body }) => `${id} ${file} ${line} ${body}`);
        expect([...kept, ...many.replaced].sort()).toEqual(places.sort());
        const named = all.flatMap(({ invoice }) => invoice.payments.map((payment) => `${invoice.id} ${payment}`));
        expect(many.payments.map(({ invoice, payment }) => `${invoice} ${payment}`)).toEqual(
          [...new Set(named)].sort(),
        );
      }),
      { numRuns: 100 },
    );
  });
});
