import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appleFile, appleRow } from '../../../test/worlds/small-world.ts';
import { openStore } from '../../store/database/open-store.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { openDataDirectory } from '../books/directory/data-directory.ts';
import { SILENT } from '../books/directory/progress.ts';
import { importInputs } from './import-inputs.ts';

const FX = 'date,from,to,rate,source\n2026-10-31,EUR,USD,1.1637,ECB';
const COSTS = 'month,description,amount_usd,months\n2026-10,hosting,10.00,\n';

it('a table whose last line has no line break may have broken off there, and that is said once', async () => {
  const root = mkdtempSync(join(tmpdir(), 'revshare-unfinished-'));
  const inputs = join(root, 'inputs');
  mkdirSync(inputs);
  writeFileSync(join(inputs, 'fx.csv'), FX);
  writeFileSync(join(inputs, 'costs.csv'), COSTS);
  // JSON says itself where it ends.
  writeFileSync(join(inputs, 'voided.json'), '{"voidedPurchases":[]}');
  const store = await openStore(join(root, 'data'));
  const data = openDataDirectory(join(root, 'data'));
  const first = await importInputs(store.db, [inputs], data, SILENT);
  expect(first.warnings).toEqual([`${join(inputs, 'fx.csv')} ends inside its last line: it may have broken off there`]);
  expect((await importInputs(store.db, [inputs], data, SILENT)).warnings).toEqual([]);
  await store.close();
});

it('a Subscriber report that may have broken off is kept as such, for the warning of its month', async () => {
  const root = mkdtempSync(join(tmpdir(), 'revshare-unfinished-'));
  const inputs = join(root, 'inputs');
  mkdirSync(inputs);
  const report = appleFile([appleRow({ 'Event Date': '2026-10-25' })]);
  writeFileSync(join(inputs, 'Subscriber_89990001_20261025.txt'), report.trimEnd());
  writeFileSync(join(inputs, 'Subscriber_89990001_20261026.txt'), report.replaceAll('2026-10-25', '2026-10-26'));
  const store = await openStore(join(root, 'data'));
  await importInputs(store.db, [inputs], openDataDirectory(join(root, 'data')), SILENT);
  const kept = (await listImports(store.db)).map(({ period, unfinished }) => `${period} ${unfinished}`).sort();
  expect(kept).toEqual(['2026-10-25 true', '2026-10-26 false']);
  await store.close();
});
