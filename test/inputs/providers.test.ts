import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { PROVIDERS } from '../../src/core/revenue/provider.ts';
import { PROJECT } from '../running/program.ts';
import { ledger, smallWorld } from '../worlds/small-world.ts';
import { reconcile } from '../worlds/world.ts';

/** A provider more: the compiler names what it has to decide, and its money is never left out. */

it('the close stops at stored rows of a provider that the program does not know', async () => {
  const world = smallWorld();
  world.write('ledger.csv', ledger('txn_1,2026-10-05 10:00:00,usd,20.00,0.88,19.12,charge,py_1,ch_1,in_1'));
  await reconcile(world);
  const db = new SQLite(join(world.data, 'revshare.sqlite'));
  expect(db.prepare("update transactions set provider = 'paddle'").run().changes).toBe(1);
  db.close();
  await expect(reconcile(world, { inputs: false })).rejects.toThrow('the books hold rows of paddle');
});

/** What the compiler cannot see: a second list, a comparison with one name, a record that may lack one. */
const NAME = `'(?:${PROVIDERS.join('|')})'`;
const SILENT = new RegExp(`${NAME}[\\s,|\\]]+${NAME}|[=!]== ${NAME}|case ${NAME}|Partial<Record<Provider`, 'g');

it('no place lists the providers again or asks for one by its name, but in files that are named after it', () => {
  const found = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .filter((path) => !PROVIDERS.some((provider) => path.includes(provider)))
    .flatMap((path) =>
      [...readFileSync(join(PROJECT, 'src', path), 'utf8').matchAll(SILENT)].map(([text]) => `${path}: ${text}`),
    );
  expect(found.sort()).toEqual([
    // A note on the sales of the month's last day, which changes no figure.
    "core/close/last-day.ts: !== 'apple'",
    // stripe.shared_fees is a setting about Stripe's fees alone.
    "core/close/shared-fees.ts: === 'stripe'",
    "core/revenue/provider.ts: 'stripe', 'apple'",
    // The library shows no type of the core: its own names the stores.
    "library/charge.ts: 'stripe' | 'apple'",
  ]);
});
