import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unpack } from '../../files/unpack.ts';
import { insertImport, listImports, noteKept } from '../../store/imports.ts';
import { openStore } from '../../store/open-store.ts';
import { openDataDirectory } from '../books/data-directory.ts';
import { EvidenceKeeper } from './evidence.ts';

const TEXT = 'wallet,account\n';

it.each([true, false])(
  'evidence of an earlier version gives way to new evidence, if the books take that: %s',
  async (taken) => {
    const data = openDataDirectory(mkdtempSync(join(tmpdir(), 'revshare-keeper-')));
    const store = await openStore(data.root);
    try {
      const path = join(data.root, 'wallet-links.csv');
      writeFileSync(path, TEXT);
      const [input] = await unpack({ path, shown: 'wallet-links.csv', name: 'wallet-links.csv' }, data.temporary);
      if (input === undefined) throw new Error('no input');
      const keeper = new EvidenceKeeper(data);
      const { sha256, packedSha256 } = await keeper.stage(input, null);
      writeFileSync(join(data.evidence, `${sha256}.gz`), gzipSync(TEXT));
      const record = { sha256, kind: 'wallet-links' as const, name: 'wallet-links.csv', bytes: TEXT.length, rows: 0 };
      await insertImport(store.db, { ...record, firstMs: null, lastMs: null, period: '', profile: '' });
      await noteKept(store.db, sha256, { evidenceSha256: 'of the gzipped file' });

      const publishing = store.db.transaction().execute(async (transaction) => {
        await keeper.publish(transaction);
        if (!taken) throw new Error('rolled back');
      });
      if (taken) {
        await publishing;
        keeper.settle();
      } else {
        await expect(publishing).rejects.toThrow('rolled back');
        keeper.discard();
      }
      expect(readdirSync(data.evidence)).toEqual([`${sha256}.${taken ? 'br' : 'gz'}`]);
      const [kept] = await listImports(store.db);
      expect(kept?.evidenceSha256).toBe(taken ? packedSha256 : 'of the gzipped file');
    } finally {
      await store.close();
    }
  },
);
