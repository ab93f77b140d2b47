import { describe, expect, it } from 'vitest';
import type { MissingFile } from '../../core/close/inputs/missing-files.ts';
import { missingFilesDocument, missingFilesText, wantsFetching } from './missing-files.ts';

const AS_OF = Date.parse('2026-11-30T15:00:00Z');

/** A day of Apple's: there from 16:00 UTC of the next day on, for 365 days from its own on. */
function appleDay(day: string): MissingFile {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const file = `Subscriber_8001_${day.replaceAll('-', '')}.txt`;
  const [availableMs, keptUntilMs] = [startMs + 40 * 3_600_000, startMs + 365 * 86_400_000];
  return { provider: 'apple', part: '8001', from: day, to: day, file, availableMs, keptUntilMs };
}

describe('the files of the stores that are missing', () => {
  it('are told apart by whether they can be had: gone, now, or one after another later', () => {
    // Kept until 2026-11-30T00:00Z: gone for fifteen hours; the next day is kept until tomorrow.
    const files = ['2025-11-29', '2025-11-30', '2025-12-01', '2026-11-29', '2026-11-30'].map(appleDay);
    const [table = '', after] = missingFilesText(files, AS_OF).split('\n\n');
    expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['file', 'days', 'to be had', 'kept until'],
      ['Subscriber_8001_20251129.txt and 1 more', '2025-11-29 to 2025-11-30', 'gone', '2026-11-29'],
      ['Subscriber_8001_20251201.txt', '2025-12-01', 'now', '2026-12-01'],
      ['Subscriber_8001_20261129.txt and 1 more', '2026-11-29 to 2026-11-30', 'from 2026-11-30T16:00Z', '2027-11-29'],
    ]);
    expect(after).toMatch(/^gone: the store keeps it no more[.] .*\n.*opening[.]csv/);
    const { missing } = missingFilesDocument(files, AS_OF) as { missing: { available: boolean }[] };
    expect(missing.map(({ available }) => available)).toEqual([false, false, true, false, false]);
  });

  it('want no fetching while all of them are still to come', () => {
    // At 15:00 on the 30th that of the 29th comes at 16:00, that of the 30th a day later.
    const toCome = ['2026-11-29', '2026-11-30'].map(appleDay);
    expect(wantsFetching(toCome, AS_OF)).toBe(false);
    expect(missingFilesText(toCome, AS_OF)).toMatch(
      /\n\nall of them are still to come: there is nothing to fetch now\n$/,
    );
    for (const day of ['2026-11-28', '2025-11-29']) {
      const more = [appleDay(day), ...toCome];
      expect(wantsFetching(more, AS_OF)).toBe(true);
      expect(missingFilesText(more, AS_OF)).not.toContain('still to come');
    }
    expect(wantsFetching([], AS_OF)).toBe(false);
  });

  it('are without that sentence while none is gone', () => {
    expect(missingFilesText([appleDay('2026-11-20')], AS_OF)).not.toContain('gone');
  });
});
