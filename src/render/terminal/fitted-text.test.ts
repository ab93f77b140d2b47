import { describe, expect, it } from 'vitest';
import { fittedText } from './fitted-text.ts';

const WALLET = '0x6f3Cce72C77a62ca8fb9f9adD26B9754e3Ca840E';

describe('a text that fits', () => {
  it('stays as it is where its lines are short, and with --wide', () => {
    expect(fittedText('a b\n  c\n', 80)).toBe('a b\n  c\n');
    expect(fittedText(`${'word '.repeat(40)}${WALLET}`, null)).toBe(`${'word '.repeat(40)}${WALLET}`);
  });

  it('shortens a wallet before it goes on below', () => {
    expect(fittedText(`wallet ${WALLET} 45.456670`, 40)).toBe('wallet 0x6f3Cce…840E 45.456670');
  });

  it('leaves wallets whole where somebody is paid', () => {
    expect(fittedText(`to ${WALLET} 45.456670`, 50, 'whole')).toBe(`to ${WALLET}\n    45.456670`);
  });

  it('goes on below further in, or below its column', () => {
    expect(fittedText('  one two three', 10)).toBe('  one two\n      three');
    expect(fittedText('ok  name  why it is so', 16)).toBe('ok  name  why it\n          is so');
    // The column has room for six letters, and the path has seven.
    expect(fittedText('ok  name  why a/b/c/d', 16)).toBe('ok  name  why\n    a/b/c/d');
  });

  it('never breaks a path or a digest', () => {
    expect(fittedText(`reports ${'a'.repeat(30)}`, 20)).toBe(`reports\n    ${'a'.repeat(30)}`);
  });

  it('never breaks the next command, which is copied', () => {
    const next = `next  revshare finalize 2026-10 --accept ${'a'.repeat(64)}`;
    expect(fittedText(next, 80)).toBe(next);
    expect(fittedText('next month it is', 10)).toBe('next month\n    it is');
  });

  it('cuts a row of an export where the line ends, and shows three lines of it', () => {
    expect(fittedText('  | abcdef', 8)).toBe('  | abcd\n  | ef');
    expect(fittedText(`| ${'x'.repeat(20)}`, 6)).toBe('| xxxx\n| xxxx\n| xxx…');
    // A tab takes up to eight columns.
    expect(fittedText('| a\tb', 10)).toBe('| a\n| \t\n| b');
  });
});
