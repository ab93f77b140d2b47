import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../store/database/open-store.ts';
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
