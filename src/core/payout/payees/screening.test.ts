import { describe, expect, it } from 'vitest';
import { goneHits, type Screening } from './screening.ts';

/** @param text `subject result day of October` */
function row(text: string): Screening {
  const [subject = '', result = '', day = ''] = text.split(' ');
  return { subject, result: result as Screening['result'], date: `2026-10-${day}` };
}

const gone = (inForce: readonly string[], replaced: readonly string[], today = '31'): string[] =>
  [...goneHits(inForce.map(row), replaced.map(row), `2026-10-${today}`)].map(([subject, date]) => `${subject} ${date}`);

describe('a hit that no file in force has any more (R17)', () => {
  it('is told with its last day, of each subject by itself', () => {
    expect(gone([], ['ada hit 05', 'ada hit 03', 'ben hit 04'])).toEqual(['ada 2026-10-05', 'ben 2026-10-04']);
    expect(gone(['ben clear 09'], ['ada hit 05'])).toEqual(['ada 2026-10-05']);
  });

  it('is not where a row in force is of its day or a later one, and is where all are of earlier days', () => {
    expect(gone(['ada clear 06'], ['ada hit 05'])).toEqual([]);
    expect(gone(['ada clear 05'], ['ada hit 05'])).toEqual([]);
    expect(gone(['ada hit 05'], ['ada hit 05'])).toEqual([]);
    expect(gone(['ada clear 04'], ['ada hit 05'])).toEqual(['ada 2026-10-05']);
    // The latest of its rows counts.
    expect(gone(['ada clear 07', 'ada clear 02'], ['ada hit 05'])).toEqual([]);
  });

  it('is not cleared by a day that has not come, while a hit holds whatever its day', () => {
    expect(gone(['ada clear 20'], ['ada hit 05'], '10')).toEqual(['ada 2026-10-05']);
    expect(gone(['ada clear 10'], ['ada hit 05'], '10')).toEqual([]);
    expect(gone(['ada hit 20'], ['ada hit 05'], '10')).toEqual([]);
  });

  it('was lifted by a later clear of a file of before, but not by one of its own day, or of a day that has not come', () => {
    expect(gone([], ['ada hit 05', 'ada clear 06'])).toEqual([]);
    expect(gone([], ['ada hit 05', 'ada clear 05'])).toEqual(['ada 2026-10-05']);
    expect(gone([], ['ada hit 05', 'ada clear 04'])).toEqual(['ada 2026-10-05']);
    expect(gone([], ['ada hit 05', 'ada clear 20'], '10')).toEqual(['ada 2026-10-05']);
    expect(gone([], ['ada clear 06'])).toEqual([]);
  });
});
