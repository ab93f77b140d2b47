import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOriginNote } from './origin-note.ts';

const NOTE = { tool: 'curl 8.5.0', address: 'https://example.com/reports/a.csv', time: '2026-11-01T17:05:00.000Z' };

function read(fields: Readonly<Record<string, unknown>>) {
  return readOriginNote(JSON.stringify({ ...NOTE, ...fields }));
}

describe('a note about where a file came from', () => {
  it('is kept with its time in UTC', () => {
    expect(read({ time: '2026-11-01T10:05:00.5-07:00' })).toEqual({
      origin: { ...NOTE, time: '2026-11-01T17:05:00.500Z' },
      warnings: [],
    });
  });

  it.each([
    ['https://ann:pa55word@example.com/a.csv', 'https://example.com/a.csv'],
    ['https://example.com:8443/a.csv?token=t0psecret#t0psecret', 'https://example.com:8443/a.csv'],
    ['https://example.com/a;session=t0psecret/b.csv;t0psecret', 'https://example.com/a/b.csv'],
    ['s3://key:t0psecret@bucket/2026/a.csv?X-Amz-Signature=t0psecret', 's3://bucket/2026/a.csv'],
    ['gs://bucket/earnings/a.zip', 'gs://bucket/earnings/a.zip'],
    ['sftp://ann@files.example.com/a.csv', 'sftp://files.example.com/a.csv'],
    ['file:///srv/exports/a.csv', 'file:///srv/exports/a.csv'],
  ])('of the address %s keeps %s', (address, kept) => {
    expect(read({ address })).toEqual({ origin: { ...NOTE, address: kept }, warnings: [] });
  });

  it.each<[unknown, string]>([
    [{ address: 'ann:t0psecret@host:/a.csv' }, '"address" is a URL'],
    [{ address: ':s3,secret_access_key=t0psecret:bucket/a' }, '"address" is a URL'],
    [{ address: 'rclone://s3,secret=t0psecret/a' }, '"address" is a URL'],
    [{ address: '' }, '"address" is a URL'],
    [{ tool: 'curl --user ann:t0psecret' }, '"tool" is a name and a version alone'],
    [{ tool: 'curl -k t0psecret' }, '"tool" is a name and a version alone'],
    [{ tool: '' }, '"tool" is a name and a version alone'],
    [{ tool: 'curl\u0000' }, '"tool" is a name and a version alone'],
    [{ time: '2026-11-01T17:05:00' }, '"time" is a time with its offset'],
    [{ time: '2026-02-30T17:05:00Z' }, '"time" is a time with its offset'],
    [{ time: 1_793_552_700 }, '"time" is a time with its offset'],
    [{ tool: undefined, time: undefined }, '"tool" is missing; "time" is missing'],
  ])('is told and not kept with %j, and no value is shown', (fields, why) => {
    const { origin, warnings } = read(fields as Record<string, unknown>);
    expect([origin, warnings.length]).toEqual([null, 1]);
    expect(warnings[0]).toContain(`is not kept: ${why}`);
    expect(warnings[0]).not.toContain('t0psecret');
  });

  it.each(['', '{', '[]', 'null', '"t0psecret"', '\uFFFD'])('of the text %j is told and not kept', (text) => {
    const { origin, warnings } = readOriginNote(text);
    expect([origin, warnings.length]).toEqual([null, 1]);
    expect(warnings[0]).not.toContain('t0psecret');
  });

  it('is kept without what else it says, which is told by name', () => {
    expect(read({ etag: 't0psecret' })).toEqual({
      origin: NOTE,
      warnings: ['also says "etag", which is not kept'],
    });
  });

  it('never keeps user, password, query or fragment', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{12}$/).map((text) => `S${text}S`);
    fc.assert(
      fc.property(secret, fc.webPath({ size: 'small' }), (hidden, path) => {
        const encoded = encodeURIComponent(hidden);
        for (const address of [
          `https://${hidden}@example.com${path}`,
          `https://ann:${encoded}@example.com${path}`,
          `gs://${hidden}:${hidden}@bucket${path}`,
          `https://example.com${path}?${hidden}`,
          `https://example.com${path}?a=${hidden}&b=${hidden}#${hidden}`,
        ]) {
          expect(JSON.stringify(read({ address }))).not.toContain(hidden);
        }
      }),
      { numRuns: 20 },
    );
  });
});
