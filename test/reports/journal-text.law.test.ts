import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allAccounts, DEFAULT_ACCOUNTS } from '../../src/core/journal/accounts.ts';
import { entryOf, type JournalEntry } from '../../src/core/journal/entry.ts';
import { shownEntry } from '../../src/render/reports/journal-entry.ts';
import {
  beancountEntry,
  beancountHeader,
  hledgerEntry,
  hledgerHeader,
  journalLines,
} from '../../src/render/reports/journal-text.ts';
import { missing, runTool } from '../running/ledger-tool.ts';
import { month } from '../worlds/charges.ts';
import { scratch } from '../worlds/world.ts';

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      '\\',
      ';',
      '|',
      '\n',
      '\t',
      '(',
      ')',
      '*',
      '=',
      ':',
      ' ',
      'date:',
      '[',
      ']',
      '#',
      '^',
      'é',
    ),
  }),
);

/** Entries of any amounts about any charge. */
const anyEntries = fc
  .array(
    fc.record({
      charge: anyText,
      event: anyText,
      amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
      decimals: fc.integer({ min: 6, max: 24 }),
    }),
    { minLength: 20, maxLength: 60 },
  )
  .map((all) =>
    all.flatMap(({ charge, event, amount, decimals }): JournalEntry[] => {
      const head = { date: '2026-10-31', kind: 'refund', provider: 'stripe', plan: 'a "plan"; x' } as const;
      const lines = [
        { account: 'Assets:Receivable:Stripe', amount },
        { account: 'Income:Refunds:Stripe', amount: -amount },
      ];
      return [entryOf({ ...head, event, month: month('2026-10'), charge }, lines, decimals)].filter(
        (each) => each !== null,
      );
    }),
  );

describe('journals of any ids and amounts', () => {
  const written = (
    header: typeof beancountHeader,
    text: typeof beancountEntry,
    entries: readonly JournalEntry[],
  ): string => {
    const accounts = allAccounts({ accounts: DEFAULT_ACCOUNTS });
    const texts = entries.map((entry, index) => {
      const shown = shownEntry(entry, index + 1);
      return text(shown, journalLines(shown));
    });
    return header(month('2026-10'), 'review', accounts) + texts.join('');
  };

  it('are read by hledger as so many transactions', (context) => {
    if (missing('hledger') !== '') context.skip(missing('hledger'));
    const path = join(scratch(), 'any.hledger');
    fc.assert(
      fc.property(anyEntries, (entries) => {
        writeFileSync(path, written(hledgerHeader, hledgerEntry, entries));
        runTool('hledger', ['-f', path, 'check', '--strict']);
        const codes = runTool('hledger', ['-f', path, 'codes']).trim().split('\n');
        expect(codes).toEqual(entries.map((_, index) => String(index + 1)));
      }),
      { numRuns: 10 },
    );
  });

  it('are read by beancount', (context) => {
    if (missing('bean-check') !== '') context.skip(missing('bean-check'));
    const path = join(scratch(), 'any.beancount');
    fc.assert(
      fc.property(anyEntries, (entries) => {
        writeFileSync(path, written(beancountHeader, beancountEntry, entries));
        expect(runTool('bean-check', [path])).toBe('');
      }),
      { numRuns: 5 },
    );
  });
});
