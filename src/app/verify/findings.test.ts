import { describe, expect, it } from 'vitest';
import { Findings, sayingOf } from './findings.ts';

describe('what verify finds (R16)', () => {
  it('is the first of each kind in a file', () => {
    const findings = new Findings();
    findings.add('report', 'pool.csv', 'line 2', 2);
    findings.add('report', 'pool.csv', 'line 3', 3);
    findings.add('chain', 'pool.csv', 'another kind');
    findings.add('report', 'payouts.csv', 'another file');
    expect(findings.differences).toEqual([
      { kind: 'report', file: 'pool.csv', line: 2, what: 'line 2' },
      { kind: 'chain', file: 'pool.csv', line: null, what: 'another kind' },
      { kind: 'report', file: 'payouts.csv', line: null, what: 'another file' },
    ]);
    expect(findings.notes).toEqual([]);
  });

  it('notes each thing once', () => {
    const findings = new Findings();
    for (const text of ['a', 'b', 'a']) findings.note(text);
    expect(findings).toMatchObject({ notes: ['a', 'b'], differences: [] });
  });

  it('says what a fault says, in one line', () => {
    expect(sayingOf(new Error('it is broken\n  at line 1'))).toBe('it is broken');
    expect(sayingOf(new Error(''))).toBe('');
    expect(sayingOf('a text\nof two lines')).toBe('a text');
    expect(sayingOf(undefined)).toBe('undefined');
  });
});
