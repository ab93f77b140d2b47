import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidencePaths, publishEvidence, stageEvidence, unpackEvidence } from './evidence.ts';

function fresh(): { input: string; store: string; output: string } {
  const directory = mkdtempSync(join(tmpdir(), 'revshare-evidence-'));
  return { input: join(directory, 'input'), store: join(directory, 'evidence'), output: join(directory, 'output') };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('evidence', () => {
  it('gives back every byte, and tells both hashes', async () => {
    // Beyond one piece of a file: a megabyte.
    const anyBytes = fc
      .tuple(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(1, 5000))
      .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)));
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const { input, store, output } = fresh();
        writeFileSync(input, bytes);
        const staged = await stageEvidence(input, store);
        expect(staged.sha256).toBe(sha256Of(bytes));
        const path = publishEvidence(staged, store);
        expect(path).toBe(join(store, `${staged.sha256}.br`));
        expect(sha256Of(readFileSync(path))).toBe(staged.packedSha256);
        expect(await unpackEvidence(path, output)).toEqual({
          sha256: staged.sha256,
          packedSha256: staged.packedSha256,
        });
        expect(readFileSync(output).equals(bytes)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('that an earlier version packed with gzip is read where it lies', async () => {
    const { store, output } = fresh();
    const bytes = Buffer.from('job_id,status\n');
    const sha256 = sha256Of(bytes);
    mkdirSync(store);
    writeFileSync(join(store, `${sha256}.gz`), gzipSync(bytes));
    const path = join(store, `${sha256}.gz`);
    expect(evidencePaths(store, sha256)).toEqual([path]);
    expect((await unpackEvidence(path, output)).sha256).toBe(sha256);
    expect(readFileSync(output).equals(bytes)).toBe(true);
  });

  it('leaves nothing when it is called off, or its input is gone', async () => {
    const { input, store } = fresh();
    writeFileSync(input, 'job_id,status\n');
    await expect(stageEvidence(input, store, AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off');
    await expect(stageEvidence(`${input}-gone`, store)).rejects.toThrow('ENOENT');
    expect(readdirSync(store)).toEqual([]);
  });

  it('tells of a full disk as of one', async () => {
    const { input, store } = fresh();
    // Hardly to be packed, so that more is written than any buffer holds.
    const bytes = Buffer.concat(
      Array.from({ length: 100_000 }, (_, at) => createHash('sha256').update(`${at}`).digest()),
    );
    writeFileSync(input, bytes);
    mkdirSync(store);
    // A device that is always full, under every name that comes next.
    for (let at = 0; at < 1000; at += 1) symlinkSync('/dev/full', join(store, `.staged-${process.pid}-${at}.br`));
    await expect(stageEvidence(input, store)).rejects.toThrow(/ENOSPC/);
  });

  it('that is cut short is not taken for whole', async () => {
    const { input, store, output } = fresh();
    writeFileSync(input, 'job_id,status\n'.repeat(1000));
    const path = publishEvidence(await stageEvidence(input, store), store);
    writeFileSync(path, readFileSync(path).subarray(0, -1));
    await expect(unpackEvidence(path, output)).rejects.toThrow(/unexpected end of file/);
  });
});
