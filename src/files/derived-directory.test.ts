import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DerivedFile, replaceDerived } from './derived-directory.ts';

let root: string;
let target: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'revshare-test-')));
  target = join(root, 'payout');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function* files(texts: Readonly<Record<string, string>>): AsyncGenerator<DerivedFile> {
  for (const [name, text] of Object.entries(texts)) yield { name, text };
}

const read = (name: string): string => readFileSync(join(target, name), 'utf8');
const inode = (name: string): bigint => statSync(join(target, name), { bigint: true }).ino;

describe('a derived directory', () => {
  it('holds exactly the files given, whatever was there', async () => {
    expect(await replaceDerived(target, files({ b: '1', 'folder/a': '2' }))).toEqual(['b', 'folder/a']);
    writeFileSync(join(target, 'stray'), '');
    writeFileSync(join(target, 'folder', 'a'), 'x');
    expect(await replaceDerived(target, files({ 'folder/a': '2', c: '3' }))).toEqual(['c', 'folder/a']);
    expect(readdirSync(target).sort()).toEqual(['c', 'folder']);
    expect([read('c'), read('folder/a')]).toEqual(['3', '2']);
    expect(readdirSync(root)).toEqual(['payout']);
  });

  it('keeps a file that is as it was, and writes one that only leads to the same text', async () => {
    await replaceDerived(target, files({ a: 'same', b: 'one' }));
    const [before, other] = [inode('a'), join(root, 'other')];
    writeFileSync(other, 'two');
    rmSync(join(target, 'b'));
    symlinkSync(other, join(target, 'b'));
    await replaceDerived(target, files({ a: 'same', b: 'two' }));
    expect(inode('a')).toBe(before);
    rmSync(other);
    expect([read('a'), read('b')]).toEqual(['same', 'two']);
  });

  it('stays as it was when a file cannot be made', async () => {
    await replaceDerived(target, files({ a: '1' }));
    async function* failing(): AsyncGenerator<DerivedFile> {
      yield { name: 'a', text: '2' };
      throw new Error('no rate');
    }
    await expect(replaceDerived(target, failing())).rejects.toThrow('no rate');
    expect([read('a'), readdirSync(root)]).toEqual(['1', ['payout']]);
  });
});
