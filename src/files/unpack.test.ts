import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipArchive } from '../../test/worlds/zip-archive.ts';
import { InvalidInput, type Problem } from '../problems/problem.ts';
import { findInputs } from './find-inputs.ts';
import { unpack } from './unpack.ts';

const directory = mkdtempSync(join(tmpdir(), 'revshare-unpack-'));
const [one, two] = ['first member\n', 'second member\n'].map((text) => gzipSync(text)) as [Buffer, Buffer];

async function unpacked(bytes: Buffer): Promise<string> {
  const path = join(directory, 'log.csv.gz');
  writeFileSync(path, bytes);
  try {
    const [input] = await unpack({ path, shown: 'log.csv.gz', name: 'log.csv.gz' }, join(directory, 'tmp'));
    return readFileSync(input?.path ?? '', 'utf8');
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.map(({ code }) => code).join(' ');
  }
}

describe('a gzip file', () => {
  it('of several members is all of them', async () => {
    expect(await unpacked(Buffer.concat([one, two]))).toBe('first member\nsecond member\n');
  });

  it('may be padded with zeros at its very end', async () => {
    expect(await unpacked(Buffer.concat([one, Buffer.alloc(100_000)]))).toBe('first member\n');
  });

  it.each([
    ['a zero byte', Buffer.concat([one, Buffer.alloc(1), two])],
    ['many zero bytes', Buffer.concat([one, Buffer.alloc(100_000), two])],
    ['a text', Buffer.concat([one, Buffer.from('text'), two])],
    ['a zero in place of the first byte of the second', Buffer.concat([one, Buffer.alloc(1), two.subarray(1)])],
  ])('with %s between its members is damaged', async (_, bytes) => {
    expect(await unpacked(bytes)).toBe('damaged-archive');
  });

  it('that unpacks to more than 200 times its size is refused, beyond 64 MB', async () => {
    expect((await unpacked(gzipSync(Buffer.alloc(60 << 20, 10)))).length).toBe(60 << 20);
    expect(await unpacked(gzipSync(Buffer.alloc(70 << 20, 10)))).toBe('oversized-archive');
  });
});

it('a zip with a file whose name holds a NUL is refused: no database keeps such a name', async () => {
  expect(await unpacked(zipArchive({ 'jobs\0.csv': 'job_id\n' }))).toBe('nul-character');
});

it('what systems leave in a folder is no input, in a directory and in an archive', async () => {
  const left = ['.DS_Store', '._fx.csv', '_SUCCESS', 'Thumbs.db', 'Desktop.ini', '~$fx.csv'];
  const folder = mkdtempSync(join(tmpdir(), 'revshare-folder-'));
  for (const name of [...left, 'fx.csv']) writeFileSync(join(folder, name), 'x');
  expect(findInputs([folder]).files.map(({ name }) => name)).toEqual(['fx.csv']);
  expect(
    await unpacked(zipArchive({ ...Object.fromEntries(left.map((name) => [name, 'x'])), 'fx.csv': 'date\n' })),
  ).toBe('date\n');
});

it('a zip tells by its members what is wrong with folders in it, wherever it lies', async () => {
  const path = join(directory, 'table.zip');
  writeFileSync(path, zipArchive({ 'jobs/_delta_log/0.json': '{}', 'jobs/part-0.csv': 'job_id\n' }));
  const folders: Problem[] = [];
  const inputs = await unpack({ path, shown: path, name: 'table.zip' }, join(directory, 'tmp'), folders);
  expect(inputs.map(({ name }) => name)).toEqual(['table.zip/jobs/part-0.csv']);
  expect(folders.map(({ code, place }) => [code, place.file])).toEqual([['table-folder', `${path}/jobs`]]);
});
