import { describe, expect, it } from 'vitest';
import { printable, printableLines } from './printable.ts';

/** Title, clear screen, colour by C1, and a text that is written from right to left. */
const HOSTILE = '\u001b]0;title\u0007\u001b[2J\u009b31m\u202e';

describe('printable', () => {
  it('is a character for a character, in one line', () => {
    expect(printable(`a\tb\r\nc${HOSTILE}`)).toBe('a b  c\ufffd]0;title\ufffd\ufffd[2J\ufffd31m\ufffd');
  });

  it('leaves every other text as it is', () => {
    for (const text of ['', 'Zoë 日本 🎉 €', '0x00']) expect(printable(text)).toBe(text);
  });
});

describe('printableLines', () => {
  it('keeps lines and tabs, and nothing else of the kind', () => {
    expect(printableLines(`a\tb\nc\r${HOSTILE}`)).toBe('a\tb\nc\ufffd\ufffd]0;title\ufffd\ufffd[2J\ufffd31m\ufffd');
  });
});
