import { join } from 'node:path';
import { formatUnits } from '../../core/payout/ledger/units.ts';
import { replacedBy } from '../../sources/kinds.ts';
import { compareDatabases } from '../../store/copies/compare-databases.ts';
import { DATABASE_FILE } from '../../store/database/seal.ts';
import type { DatabaseCopy } from './database-copy.ts';
import type { Findings } from './findings.ts';

/** What was imported after the last final month may be out of force only where something stands in its place. */
export function checkInForce({ imports, shown }: DatabaseCopy, findings: Findings): void {
  for (const { kind, period, name, active } of imports) {
    const others = imports.filter((other) => other.active && other.kind === kind);
    const { what } = replacedBy(kind);
    const isReplaced =
      what === 'report' ? others.some((other) => other.period === period) : what === 'files' && others.length > 0;
    if (active || isReplaced) continue;
    findings.add(
      'database',
      `${shown} imports (${name})`,
      'active: the database says 0, and nothing replaces this input',
    );
  }
}

/** R17: of no line more was sent than it says. */
export function checkSent({ payouts, shown }: DatabaseCopy, findings: Findings): void {
  for (const { batch, sent } of payouts.batches) {
    const over = batch.lines.find(({ wallet, assetAmount }) => (sent.get(wallet) ?? 0n) > assetAmount);
    if (over === undefined) continue;
    const { wallet, assetAmount, scale, currency } = over;
    const [said, due] = [sent.get(wallet) ?? 0n, assetAmount].map((units) => formatUnits(units, scale));
    const what = `amount: ${said} ${currency} were sent to ${wallet}, and the batch pays ${due}`;
    findings.add('database', `${shown} payout_receipts (batch ${batch.id})`, what);
  }
}

/** Row by row against the rebuilt database. */
export function compareContents(copy: DatabaseCopy, rebuiltRoot: string, upTo: string, findings: Findings): void {
  const names = new Map(copy.imports.map(({ sha256, name }) => [sha256, name]));
  const { differences } = compareDatabases(copy.path, join(rebuiltRoot, DATABASE_FILE), upTo);
  for (const { table, row, what } of differences) {
    const named = row.replaceAll(/[0-9a-f]{64}/g, (sha256) => names.get(sha256) ?? sha256);
    findings.add('database', `${copy.shown} ${table}${named === '' ? '' : ` (${named})`}`, what);
  }
}
