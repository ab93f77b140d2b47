import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateOf, steadyCopy } from './steady-copy.ts';

const directory = mkdtempSync(join(tmpdir(), 'revshare-copy-'));

describe('a copy of a file that grows', () => {
  it.each([
    ['header\nrow 1\nrow', 'header\nrow 1\n'],
    ['header\nrow 1\n', 'header\nrow 1\n'],
    ['header', 'header'],
    [`${'a'.repeat(70_000)}\n${'b'.repeat(200_000)}`, `${'a'.repeat(70_000)}\n`],
    ['', ''],
  ])('ends with its last whole line', (written, kept) => {
    const path = join(directory, 'log.csv');
    writeFileSync(path, written);
    expect(readFileSync(steadyCopy(path, directory), 'utf8')).toBe(kept);
  });

  it('is known to be needed by the state of the file', () => {
    const path = join(directory, 'state.csv');
    writeFileSync(path, 'a');
    const before = stateOf(path);
    expect(stateOf(path)).toBe(before);
    writeFileSync(path, 'b', { flag: 'a' });
    expect(stateOf(path)).not.toBe(before);
  });
});
