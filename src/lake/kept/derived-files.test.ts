import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshDirectory } from '../../../test/worlds/job-logs.ts';
import { clearOldDerived, openDerivedFiles } from './derived-files.ts';

describe('derived files that nothing asks for', () => {
  it('go when they are of another format, or older than the newest of what grows with every question', async () => {
    const derivedDir = freshDirectory();
    const derived = openDerivedFiles(derivedDir, freshDirectory());
    const path = await derived.keep('keys.a', async (target) => writeFileSync(target, 'keys'));
    for (let at = 10; at < 40; at += 1) {
      const usage = await derived.keep(`usage-policy${at % 3}.set${at}`, async (target) =>
        writeFileSync(target, `${at}`),
      );
      utimesSync(usage, at, at);
    }
    mkdirSync(join(derivedDir, '1-v0.0.1'));
    writeFileSync(join(derivedDir, '1-v0.0.1', 'ids.a'), '');
    clearOldDerived(derivedDir);
    expect(readdirSync(derivedDir)).toHaveLength(1);
    const left = readdirSync(join(path, '..')).map((name) => name.split('.').slice(0, 2).join('.'));
    const newest = Array.from({ length: 16 }, (_, at) => `usage-policy${(24 + at) % 3}.set${24 + at}`);
    expect(left.sort()).toEqual(['keys.a', ...newest].sort());
  });

  it('are none where there is no directory', () => {
    expect(() => clearOldDerived(join(freshDirectory(), 'derived'))).not.toThrow();
  });
});

describe('derived files that the books have recorded', () => {
  const writing =
    (what: string) =>
    async (target: string): Promise<void> =>
      writeFileSync(target, what);
  const text = (path: string | null): string => (path === null ? '' : readFileSync(path, 'utf8'));

  it('count alone for a run that writes, and before others for one that reads', async () => {
    const derivedDir = freshDirectory();
    const first = openDerivedFiles(derivedDir, freshDirectory());
    expect(first.toRecord()).toBeNull();
    const ours = await first.keep('usage-a.one', writing('ours'));
    const recorded = new Set(first.toRecord());
    expect([...recorded]).toEqual([basename(ours)]);
    // Of somebody else, under names that fit: beside ours (by the alphabet before it or behind it), and where we have none.
    const theirs = openDerivedFiles(derivedDir, freshDirectory());
    for (const what of ['a', 'b', 'c', 'd']) await theirs.keep('usage-a.one', writing(what));
    await theirs.keep('usage-a.two', writing('e'));

    const reading = openDerivedFiles(derivedDir, freshDirectory(), { recorded, alone: false });
    expect(text(await reading.find('usage-a.one'))).toBe('ours');
    expect(text(await reading.find('usage-a.two'))).toBe('e');
    const closing = openDerivedFiles(derivedDir, freshDirectory(), { recorded, alone: true });
    expect(text(await closing.find('usage-a.one'))).toBe('ours');
    expect([await closing.find('usage-a.two'), closing.namesOf('usage-a')]).toEqual([null, ['usage-a.one']]);
    // It records what it wrote with what it knew, and not what is gone.
    expect(text(await closing.ensure('usage-a.two', writing('ours too')))).toBe('ours too');
    expect(text(await openDerivedFiles(derivedDir, freshDirectory()).find('usage-a.two'))).toBe('ours too');
    expect(closing.toRecord()?.map((file) => file.slice(0, 'usage-a.one'.length))).toEqual([
      'usage-a.one',
      'usage-a.two',
    ]);
    rmSync(ours);
    expect(closing.toRecord()?.map((file) => file.slice(0, 'usage-a.one'.length))).toEqual(['usage-a.two']);
    expect(await closing.find('usage-a.one')).toBeNull();
  });
});
