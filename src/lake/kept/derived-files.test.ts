import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
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
