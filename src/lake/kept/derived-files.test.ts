import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

describe('derived files of a run that believes nothing that was there', () => {
  it('are those that it has written itself, and take the place of what had their name', async () => {
    const derivedDir = freshDirectory();
    const text = (path: string | null): string => (path === null ? '' : readFileSync(path, 'utf8'));
    const writing =
      (what: string) =>
      async (target: string): Promise<void> =>
        writeFileSync(target, what);
    const before = openDerivedFiles(derivedDir, freshDirectory());
    for (const name of ['usage-a.one', 'usage-a.two', 'facts.three'] as const) {
      await before.keep(name, writing(`${name} of before`));
    }
    const now = openDerivedFiles(derivedDir, freshDirectory());
    await now.keep('facts.three', writing('of this run'));
    const own = now.ownAlone();
    expect([await own.find('usage-a.one'), own.namesOf('usage-a')]).toEqual([null, []]);
    expect(text(await own.find('facts.three'))).toBe('of this run');
    expect(text(await own.ensure('usage-a.one', writing('of this run')))).toBe('of this run');
    expect(own.namesOf('usage-a')).toEqual(['usage-a.one']);
    // Whoever comes later finds that alone, and what was not written again as it was.
    const later = openDerivedFiles(derivedDir, freshDirectory());
    expect(text(await later.find('usage-a.one'))).toBe('of this run');
    expect(text(await later.find('usage-a.two'))).toBe('usage-a.two of before');
    expect(later.namesOf('usage-a')).toEqual(['usage-a.one', 'usage-a.two']);
  });
});
