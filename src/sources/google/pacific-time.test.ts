import { describe, expect, it } from 'vitest';
import { pacificInstant } from './pacific-time.ts';

describe('Pacific times with their printed suffix (R1)', () => {
  it.each([
    // PST is UTC-8, PDT UTC-7: the last hours of a Pacific month are in the next UTC month.
    ['Nov 3, 2026', '7:14:07 AM PST', '2026-11-03T15:14:07.000Z'],
    ['Oct 31, 2026', '5:00:00 PM PDT', '2026-11-01T00:00:00.000Z'],
    ['Oct 31, 2026', '4:59:59 PM PDT', '2026-10-31T23:59:59.000Z'],
    // Midnight and noon.
    ['Nov 3, 2026', '12:00:00 AM PST', '2026-11-03T08:00:00.000Z'],
    ['Nov 3, 2026', '12:30:00 AM PST', '2026-11-03T08:30:00.000Z'],
    ['Nov 3, 2026', '12:00:00 PM PST', '2026-11-03T20:00:00.000Z'],
    ['Nov 3, 2026', '12:59:59 PM PST', '2026-11-03T20:59:59.000Z'],
    // The hour that 1 November 2026 repeats is told apart by the suffix.
    ['Nov 1, 2026', '1:30:00 AM PDT', '2026-11-01T08:30:00.000Z'],
    ['Nov 1, 2026', '1:30:00 AM PST', '2026-11-01T09:30:00.000Z'],
    // Printed suffix, whatever the calendar would say.
    ['Jul 4, 2026', '1:00:00 AM PST', '2026-07-04T09:00:00.000Z'],
    // 24 hours, other spellings of the date, the narrow space of newer exports.
    ['Nov 3, 2026', '19:14:07 PST', '2026-11-04T03:14:07.000Z'],
    ['Nov 3, 2026', '0:14:07 PST', '2026-11-03T08:14:07.000Z'],
    ['2026-11-03', '7:14:07 AM PST', '2026-11-03T15:14:07.000Z'],
    ['September 3, 2026', '7:14:07 AM PDT', '2026-09-03T14:14:07.000Z'],
    ['Nov 3, 2026', '7:14:07\u202fAM PST', '2026-11-03T15:14:07.000Z'],
  ])('%s %s is %s', (date, time, instant) => {
    const read = pacificInstant(date, time);
    expect(typeof read === 'number' ? new Date(read).toISOString() : read).toBe(instant);
  });

  it.each([
    ['Nov 3, 2026', '7:14:07 AM CET', 'unknown-zone'],
    ['Nov 3, 2026', '7:14:07 AM', 'unknown-zone'],
    ['Nov 3, 2026', '7:14:07 AM UTC', 'unknown-zone'],
    ['Nov 3, 2026', '13:14:07 PM PST', 'not-a-time'],
    ['Nov 3, 2026', '0:14:07 AM PST', 'not-a-time'],
    ['Nov 3, 2026', '24:00:00 PST', 'not-a-time'],
    ['Nov 3, 2026', '7:60:07 AM PST', 'not-a-time'],
    ['Nov 3, 2026', 'noon PST', 'not-a-time'],
    ['Nov 31, 2026', '7:14:07 AM PST', 'not-a-date'],
    ['3 nov. 2026', '7:14:07 AM PST', 'not-a-date'],
    ['Okt 3, 2026', '7:14:07 AM PST', 'not-a-date'],
  ])('%s %s is refused: %s', (date, time, fault) => {
    expect(pacificInstant(date, time)).toBe(fault);
  });
});
