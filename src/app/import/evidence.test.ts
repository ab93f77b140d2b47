import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unpackEvidence } from '../../files/evidence.ts';
import { unpack } from '../../files/unpack.ts';
import { openStore } from '../../store/database/open-store.ts';
import { insertImport, listImports, noteKept } from '../../store/inputs/imports.ts';
import { openDataDirectory } from '../books/directory/data-directory.ts';
import { SILENT } from '../books/directory/progress.ts';
import { EvidenceKeeper } from './evidence.ts';
import { importInputs } from './import-inputs.ts';

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

// Two members, and not as this program packs: other bytes would give the same content.
const GZIP = Buffer.concat([
  gzipSync('job_id,status,render_spark\n', { level: 0 }),
  gzipSync('a,failed,1\n', { level: 9 }),
]);

it('an input that came as gzip is kept byte by byte, and its content is what it is known by', async () => {
  const root = mkdtempSync(join(tmpdir(), 'revshare-keeper-'));
  const data = openDataDirectory(join(root, 'data'));
  const store = await openStore(data.root);
  try {
    const path = join(root, 'jobs.csv.gz');
    const [log, links] = [
      Buffer.from('job_id,status,payment_model,worker_wallet,model_id,completed_at,render_spark\na,failed,,,,,\n'),
      TEXT,
    ];
    const packed = Buffer.concat([
      gzipSync(log.subarray(0, 20), { level: 0 }),
      gzipSync(log.subarray(20), { level: 9 }),
    ]);
    writeFileSync(path, packed);
    writeFileSync(join(root, 'wallet-links.csv.gz'), gzipSync(links));
    expect((await importInputs(store.db, [root], data, SILENT)).taken).toHaveLength(2);
    const names = readdirSync(data.evidence);
    expect(names.map((name) => name.slice(64))).toEqual(['.gz', '.gz']);
    const kept = names.map((name) => readFileSync(join(data.evidence, name)));
    expect(kept.some((bytes) => bytes.equals(packed))).toBe(true);
    for (const record of await listImports(store.db)) {
      const found = await unpackEvidence(join(data.evidence, `${record.sha256}.gz`), join(root, 'again'));
      expect(found).toEqual({ sha256: record.sha256, packedSha256: record.evidenceSha256 });
    }
    expect(await importInputs(store.db, [root], data, SILENT, { rehash: true })).toMatchObject({ taken: [], known: 2 });
  } finally {
    await store.close();
  }
});

it('a gzip file that is exchanged after it was read is not what is kept', async () => {
  const data = openDataDirectory(mkdtempSync(join(tmpdir(), 'revshare-keeper-')));
  const path = join(data.root, 'jobs.csv.gz');
  writeFileSync(path, GZIP);
  const [input] = await unpack({ path, shown: 'jobs.csv.gz', name: 'jobs.csv.gz' }, data.temporary);
  if (input === undefined) throw new Error('no input');
  writeFileSync(path, gzipSync('job_id,status,render_spark\nb,failed,1\n'));
  const { form, sha256 } = await new EvidenceKeeper(data).stage(input, input.sha256);
  expect([form, sha256]).toEqual(['br', input.sha256]);
});
