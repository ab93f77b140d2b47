import { mkdtempSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { closeDataDirectory, type DataDirectory, openDataDirectory } from '../books/directory/data-directory.ts';
import { openUnchangedFiles, type UnchangedFiles } from './unchanged-files.ts';

const CONTENTS = [{ sha256: 'ab', kind: 'job-log', suffix: '/member.csv' }];
/** Longer than what counts as fresh. */
const SETTLED_MS = 1500;

function newFile(text: string): { path: string; shown: string; name: string; data: DataDirectory } {
  const root = mkdtempSync(join(tmpdir(), 'revshare-unchanged-'));
  const path = join(root, 'jobs.csv');
  writeFileSync(path, text);
  return { path, shown: 'jobs.csv', name: 'jobs.csv', data: openDataDirectory(join(root, 'data')) };
}

/** A run that reads the file where it must. Returns what was known of it. */
function run(file: ReturnType<typeof newFile>, options: { rehash?: boolean; meanwhile?: () => void } = {}): unknown {
  const unchanged: UnchangedFiles = openUnchangedFiles(file.data, options.rehash === true);
  const known = unchanged.contentsOf(file);
  options.meanwhile?.();
  if (known === null) unchanged.note(file, CONTENTS);
  unchanged.save();
  return known;
}

describe('a file that nobody has written to', () => {
  it('is known by its second run, and read again when asked', async () => {
    const file = newFile('1');
    await sleep(SETTLED_MS);
    expect([run(file), run(file), run(file, { rehash: true }), run(file)]).toEqual([null, CONTENTS, null, CONTENTS]);
    closeDataDirectory(file.data);
  });

  it('is read again after every writing, also when size and time of writing are as before', async () => {
    const file = newFile('1');
    const earlier = new Date('2026-10-31T12:00:00Z');
    utimesSync(file.path, earlier, earlier);
    await sleep(SETTLED_MS);
    run(file);
    writeFileSync(file.path, '2');
    utimesSync(file.path, earlier, earlier);
    expect(statSync(file.path).mtimeMs).toBe(earlier.getTime());
    expect(run(file)).toBeNull();
  });

  it('is not noted while its times say that it is fresh, or when it is written to while it is read', async () => {
    const fresh = newFile('1');
    const future = new Date('2999-01-01T00:00:00Z');
    utimesSync(fresh.path, future, future);
    await sleep(SETTLED_MS);
    expect([run(fresh), run(fresh)]).toEqual([null, null]);
    const file = newFile('1');
    await sleep(SETTLED_MS);
    expect(run(file, { meanwhile: () => writeFileSync(file.path, '2') })).toBeNull();
    await sleep(SETTLED_MS);
    expect(run(file)).toBeNull();
    expect(run(file)).toEqual(CONTENTS);
  });

  it('is read again where the notes are damaged', async () => {
    const file = newFile('1');
    await sleep(SETTLED_MS);
    run(file);
    const notes = join(file.data.root, 'unchanged-files.json');
    writeFileSync(notes, readFileSync(notes, 'utf8').slice(0, -9));
    expect(run(file)).toBeNull();
  });
});
