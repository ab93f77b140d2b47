import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { steadyCopy } from './steady-copy.ts';

const directory = mkdtempSync(join(tmpdir(), 'revshare-copy-'));
const path = join(directory, 'log.csv');

async function copied(): Promise<string> {
  await steadyCopy(path, join(directory, 'copy'));
  return readFileSync(join(directory, 'copy'), 'utf8');
}

describe('a copy of a file', () => {
  it.each(['header\nrow 1\nrow', 'header\nrow 1\n', 'header', ''])('has all of its bytes: %j', async (written) => {
    writeFileSync(path, written);
    expect(await copied()).toBe(written);
  });

  it('shares nothing with it afterwards', async () => {
    writeFileSync(path, 'header\n');
    const copy = join(directory, 'copy');
    await steadyCopy(path, copy);
    appendFileSync(path, 'row 1\n');
    expect(existsSync(copy) && readFileSync(copy, 'utf8')).toBe('header\n');
  });

  it('of one that grows meanwhile ends with a whole line of what was there', async () => {
    writeFileSync(path, `header\n${'a'.repeat(99_993)}`);
    const copying = steadyCopy(path, join(directory, 'grown'));
    appendFileSync(path, `${'b'.repeat(50)}\nrow`);
    await copying;
    const grown = readFileSync(join(directory, 'grown'), 'utf8');
    expect(grown).toBe('header\n');
  });
});
