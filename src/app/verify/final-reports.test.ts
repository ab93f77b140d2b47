import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  knownMonth,
  linked,
  ONE,
  reportsOf,
  said,
  sha256Of,
  TWO,
  withReports,
} from '../../../test/judging/final-by-hand.ts';
import { manifestText } from '../../../test/judging/manifest-by-hand.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import {
  checkKnown,
  checkLink,
  type FinalReports,
  finalDirectories,
  isVouchedFor,
  readFinalReports,
} from './final-reports.ts';
import { Findings } from './findings.ts';

describe('final reports among the reports', () => {
  it('are those of months', () =>
    withReports(({ out, write }) => {
      expect(finalDirectories(join(out, 'nowhere'))).toEqual([]);
      expect(finalDirectories(out)).toEqual([]);
      write('2026-10/final/pool.csv', '');
      write('2026-11/review/pool.csv', '');
      write('payout/final/acts.csv', '');
      write('2026-13/final/pool.csv', '');
      expect(finalDirectories(out)).toEqual(['2026-10']);
      const file = join(out, 'payout', 'final', 'acts.csv');
      expect(() => finalDirectories(file)).toThrow();
    }));

  it('are nothing that can be listed where a file is', () =>
    withReports(({ out, write }) => {
      write('file', '');
      expect(() => finalDirectories(join(out, 'file'))).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ code: 'unreadable-path' })] }),
      );
    }));
});

describe('the final reports of a month, read (R16)', () => {
  const TEXT = manifestText({ digest: ONE });
  const SHA256 = sha256Of(TEXT);
  const OTHER = manifestText({ digest: TWO });

  it('are as the books know them, or as they lie there where the books know nothing', () =>
    withReports(({ out, write }) => {
      write('2026-10/final/manifest.json', TEXT);
      for (const books of [
        { known: knownMonth({ manifestSha256: SHA256 }), kept: null },
        { known: knownMonth({ manifestSha256: SHA256 }), kept: TEXT },
        { known: null, kept: null },
      ]) {
        const findings = new Findings();
        const read = readFinalReports(out, '2026-10', books, findings);
        expect(read).toMatchObject({ month: '2026-10', directory: join(out, '2026-10', 'final'), known: books.known });
        expect(read).toMatchObject({ manifestSha256: SHA256, manifestText: TEXT, isPublished: false });
        expect(read.manifest?.digest).toBe(ONE);
        expect(findings).toEqual(new Findings());
      }
    }));

  it('are those of the manifest that the books keep, where another or none lies there', () =>
    withReports(({ out, write }) => {
      const path = join(out, '2026-10', 'final', 'manifest.json');
      const books = { known: knownMonth({ manifestSha256: SHA256 }), kept: TEXT };
      const read = (why: string, from = books): FinalReports => {
        const findings = new Findings();
        const reports = readFinalReports(out, '2026-10', from, findings);
        expect(said(findings)).toEqual([why]);
        return reports;
      };
      const own = { manifestSha256: SHA256, manifestText: TEXT, manifest: { digest: ONE } };
      expect(read(`report ${path}: the final reports are missing`)).toMatchObject(own);
      write('2026-10/final/pool.csv', '');
      expect(read(`report ${path}: the manifest is missing`)).toMatchObject(own);
      const none = { manifestSha256: null, manifestText: '', manifest: null };
      expect(read(`report ${path}: the manifest is missing`, { ...books, kept: null as never })).toMatchObject(none);
      write('2026-10/final/manifest.json', OTHER);
      const why = `chain ${path}: its SHA-256 is ${sha256Of(OTHER)}; the database says ${SHA256}`;
      expect(read(why)).toMatchObject(own);
    }));

  it('are not those of a manifest that the books keep and do not know by its hash', () =>
    withReports(({ out, write }) => {
      write('2026-10/final/manifest.json', OTHER);
      for (const known of [knownMonth({ manifestSha256: SHA256 }), null]) {
        const findings = new Findings();
        const kept = manifestText({ digest: '3'.repeat(64) });
        const read = readFinalReports(out, '2026-10', { known, kept }, findings);
        expect(read).toMatchObject({ manifestSha256: sha256Of(OTHER), manifestText: OTHER });
        // Whether it is vouched for is asked later.
        expect(said(findings)).toEqual([]);
      }
    }));

  it('say why their manifest cannot be read', () =>
    withReports(({ out, write }) => {
      const sha256 = write('2026-10/final/manifest.json', '[]');
      const findings = new Findings();
      const read = readFinalReports(out, '2026-10', { known: null, kept: null }, findings);
      expect(read).toMatchObject({ manifestSha256: sha256, manifestText: '[]', manifest: null });
      const path = join(out, '2026-10', 'final', 'manifest.json');
      expect(said(findings)).toEqual([`report ${path}: the manifest cannot be read: the manifest is no object`]);
    }));

  it('have a public.json where the books say that one was made, or where they know nothing and it lies there', () =>
    withReports(({ out, write }) => {
      write('2026-10/final/manifest.json', TEXT);
      const published = (document: string | null): boolean => {
        const known = document === null ? null : knownMonth({ manifestSha256: SHA256, document });
        return readFinalReports(out, '2026-10', { known, kept: null }, new Findings()).isPublished;
      };
      const list = (...reports: string[]): string => JSON.stringify({ reports });
      const [made, others] = [list('pool.csv', '2026-10/final/public.json'), list('2026-10/final/unpublic.json')];
      expect([made, others, list(), '{}', null].map(published)).toEqual([true, false, false, false, false]);
      write('2026-10/final/public.json', '');
      expect([made, others, null].map(published)).toEqual([true, false, true]);
    }));
});

describe('a manifest is vouched for (R16)', () => {
  const PATH = '/r/2026-10/final/manifest.json';
  const next = (sha256: string | null): FinalReports =>
    reportsOf({ month: '2026-11', directory: '/r/2026-11/final', manifest: linked(sha256) });

  function vouched(own: FinalReports, after: FinalReports | null, intact = true): [boolean, ...string[]] {
    const findings = new Findings();
    return [isVouchedFor(own, after, intact, findings), ...said(findings)];
  }

  const deniedByDatabase = `chain ${PATH}: its SHA-256 is ${ONE}; the database says ${TWO}`;
  const deniedByNext = `chain /r/2026-11/final/manifest.json: previous_manifest_sha256 is ${TWO}; that of ${PATH} is ${ONE}`;
  const [known, other] = [knownMonth(), knownMonth({ manifestSha256: TWO })];

  it('by the database or by the next manifest', () => {
    expect(vouched(reportsOf({ known }), null)).toEqual([true]);
    expect(vouched(reportsOf({ known }), next(ONE))).toEqual([true]);
    expect(vouched(reportsOf({}), next(ONE))).toEqual([true]);
    expect(vouched(reportsOf({ known: other }), next(ONE))).toEqual([true, deniedByDatabase]);
    expect(vouched(reportsOf({ known }), next(TWO))).toEqual([true, deniedByNext]);
  });

  it('not where both deny it, or the only one that there is', () => {
    expect(vouched(reportsOf({ known: other }), next(TWO))).toEqual([false, deniedByDatabase, deniedByNext]);
    expect(vouched(reportsOf({ known: other }), next(TWO), false)).toEqual([false, deniedByDatabase, deniedByNext]);
    expect(vouched(reportsOf({}), next(TWO))).toEqual([false, deniedByNext]);
    expect(vouched(reportsOf({}), next(TWO), false)).toEqual([false, deniedByNext]);
    expect(vouched(reportsOf({ known: other }), null)).toEqual([false, deniedByDatabase]);
    expect(vouched(reportsOf({ known: other }), next(null))).toEqual([false, deniedByDatabase]);
  });

  it('by itself where nothing else is there, or only a database that may have changed', () => {
    for (const after of [null, next(null), reportsOf({ manifest: null })]) {
      for (const intact of [true, false]) expect(vouched(reportsOf({}), after, intact)).toEqual([true]);
      expect(vouched(reportsOf({ known: other }), after, false)).toEqual([true, deniedByDatabase]);
    }
  });

  it('never where there is none', () => {
    expect(vouched(reportsOf({ manifestSha256: null, known }), next(ONE))).toEqual([false]);
  });
});

describe('the link of a manifest to the one before (R16)', () => {
  function broken(own: FinalReports['manifest'], previous: FinalReports | null): string[] {
    const findings = new Findings();
    checkLink(reportsOf({ manifest: own }), previous, findings);
    return said(findings);
  }

  it('is there where a month is before it, and only there', () => {
    const september = reportsOf({ month: '2026-09' });
    expect(broken(linked(null), null)).toEqual([]);
    expect(broken(linked(ONE), september)).toEqual([]);
    const path = '/r/2026-10/final/manifest.json';
    expect(broken(linked(ONE), null)).toEqual([`chain ${path}: it names a manifest before it, and there is none`]);
    expect(broken(linked(null), september)).toEqual([`chain ${path}: it does not name the manifest of 2026-09`]);
  });

  it('is not asked of a manifest that cannot be read', () => {
    expect(broken(null, reportsOf({}))).toEqual([]);
  });
});

describe('what the database knows of a final month (R15, R16)', () => {
  const ROW = 'database books months (month 2026-10)';

  function found(known: FinalMonth | null, manifest: FinalReports['manifest'] = linked(null)): string[] {
    const findings = new Findings();
    checkKnown(reportsOf({ known, manifest }), 'books', findings);
    return said(findings);
  }

  const early = (at: string, was: boolean): string =>
    `${ROW}: finalized_at: the database says ${at}, the manifest says early: ${was}`;

  it('is that it is final, and that its reports are there', () => {
    const finalizedAt = '2026-12-20T00:00:00.000Z';
    expect(found(null)).toEqual([`${ROW}: the database does not know that this month is final`]);
    expect(found(knownMonth({ finalizedAt }))).toEqual([]);
    expect(found(knownMonth({ finalizedAt }), null)).toEqual([]);
    expect(found(knownMonth({ finalizedAt, published: false }))).toEqual([
      `${ROW}: published: the database says 0, and the reports are there`,
    ]);
  });

  it('is when: thirty days after its end, or early as its manifest says', () => {
    const [before, then] = ['2026-11-30T23:59:59.999Z', '2026-12-01T00:00:00.000Z'];
    expect(found(knownMonth({ finalizedAt: then }))).toEqual([]);
    expect(found(knownMonth({ finalizedAt: before }), linked(null, true))).toEqual([]);
    expect(found(knownMonth({ finalizedAt: before }))).toEqual([early(before, false)]);
    expect(found(knownMonth({ finalizedAt: then }), linked(null, true))).toEqual([early(then, true)]);
    expect(found(knownMonth({ finalizedAt: before }), null)).toEqual([]);
  });

  it('is an instant', () => {
    for (const manifest of [linked(null), linked(null, true), null]) {
      expect(found(knownMonth({ finalizedAt: 'later' }), manifest)).toEqual([
        `${ROW}: finalized_at: the database says later, which is no instant`,
      ]);
    }
  });
});
