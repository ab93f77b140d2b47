import { describe, expect, it } from 'vitest';
import { withGivenOptions } from './advised-commands.ts';

const books = new Set(['status', 'finalize', 'restore', 'verify']);
const data = { flag: '--data', value: '/books', commands: books };
const out = { flag: '--out', value: 'my reports', commands: books };

describe('the commands that a text advises', () => {
  it('have the options that were given, behind the month, quoted where a shell needs it', () => {
    expect(withGivenOptions('next  revshare finalize 2026-10 --accept 4459\n', [data, out])).toBe(
      "next  revshare finalize 2026-10 --data /books --out 'my reports' --accept 4459\n",
    );
    expect(withGivenOptions('Run `revshare verify --all`; or (revshare status MONTH) first.', [data])).toBe(
      'Run `revshare verify --data /books --all`; or (revshare status MONTH --data /books) first.',
    );
    expect(withGivenOptions('revshare status', [{ ...data, value: "Ann's books" }])).toBe(
      "revshare status --data 'Ann'\\''s books'",
    );
    // A $ of the value is no reference to what was found.
    expect(withGivenOptions('revshare status', [{ ...data, value: '$&' }])).toBe("revshare status --data '$&'");
  });

  it('stay as they are without one, where the line has it, and where the command has no use for it', () => {
    const advice = 'next  revshare restore FILE --data EMPTY_DIR';
    expect(withGivenOptions(advice, [])).toBe(advice);
    expect(withGivenOptions(advice, [data])).toBe(advice);
    expect(withGivenOptions('next  revshare init', [data])).toBe('next  revshare init');
  });

  it('are no words of a sentence, no part of a path and no row of an export', () => {
    for (const text of [
      'what revshare reads',
      'see /opt/revshare status',
      '  | a,revshare status',
      '"revshare status"',
    ])
      expect(withGivenOptions(text, [data])).toBe(text);
  });
});
