import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  knownMonth,
  type ReportsPlace,
  reportsOf,
  sha256Of,
  withReports,
} from '../../../test/judging/final-by-hand.ts';
import { refusedBy } from '../../../test/worlds/small-books.ts';
import type { RestoredMonth } from '../../render/books/verify-text.ts';
import type { FinalReports } from './final-reports.ts';
import { restoreFinal } from './restore-final.ts';

const FILES = { 'manifest.json': '{}', 'pool.csv': 'usd\n1.50\n', 'wallets.csv': 'wallet\n' };

interface Lost extends ReportsPlace {
  readonly directory: string;
  readonly reports: FinalReports;
  /** Restores from what the evidence gives. */
  readonly restore: (given?: Partial<FinalReports>) => Promise<RestoredMonth>;
  /** The same, where the manifest lists these files. */
  readonly restoreListed: (texts: Readonly<Record<string, string>>) => Promise<RestoredMonth>;
}

/** October's reports, whole, and the same as the evidence gives them. */
async function withOctober(task: (place: Lost) => Promise<void>): Promise<void> {
  await withReports(async (place) => {
    for (const [name, text] of Object.entries(FILES)) {
      for (const directory of ['2026-10/final', 'rebuilt']) place.write(`${directory}/${name}`, text);
    }
    place.write('rebuilt/more.csv', 'nobody lists it');
    const directory = join(place.out, '2026-10', 'final');
    const files = ['pool.csv', 'wallets.csv'].map((name) => ({ name, sha256: sha256Of(FILES[name as 'pool.csv']) }));
    const manifest = { files } as unknown as FinalReports['manifest'];
    const manifestSha256 = sha256Of(FILES['manifest.json']);
    const reports = reportsOf({ directory, manifest, manifestSha256, known: knownMonth({ manifestSha256 }) });
    const restore = (given: Partial<FinalReports> = {}) =>
      restoreFinal({ ...reports, ...given }, join(place.out, 'rebuilt'));
    const restoreListed = (texts: Readonly<Record<string, string>>) => {
      const { 'manifest.json': _, ...others } = texts;
      const more = Object.entries(others).map(([name, text]) => ({ name, sha256: sha256Of(text) }));
      return restore({ manifest: { files: more } as unknown as FinalReports['manifest'] });
    };
    await task({ ...place, directory, reports, restore, restoreListed });
  });
}

/** Every file of a directory by its name. */
function filesIn(directory: string): Record<string, string> {
  return Object.fromEntries(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

const month = '2026-10';

describe('final reports that are written again (R16)', () => {
  it('are left as they are where they are whole, whatever the evidence gives', () =>
    withOctober(async ({ directory, reports, restore, write }) => {
      const before = statSync(directory).ino;
      expect(await restore()).toEqual({ month, done: 'whole' });
      write('rebuilt/pool.csv', 'usd\n1.60\n');
      expect(await restore()).toEqual({ month, done: 'whole' });
      expect(await restoreFinal(reports, null)).toEqual({ month, done: 'whole' });
      expect([statSync(directory).ino, filesIn(directory)]).toEqual([before, FILES]);
    }));

  it('are all that the manifest lists, byte for byte, where they are lost', () =>
    withOctober(async ({ out, directory, restore }) => {
      rmSync(directory, { recursive: true });
      expect(await restore()).toEqual({ month, done: 'restored', files: 3, aside: null });
      expect([filesIn(directory), readdirSync(join(out, '2026-10'))]).toEqual([FILES, ['final']]);
      rmSync(join(out, '2026-10'), { recursive: true });
      expect(await restore()).toEqual({ month, done: 'restored', files: 3, aside: null });
      expect(filesIn(directory)).toEqual(FILES);
    }));

  it('stand beside what was damaged, which is kept', () =>
    withOctober(async ({ out, directory, restore, write }) => {
      const aside = (number: number): string => join(out, '2026-10', `damaged-${number}`);
      // Another byte, a file that is missing, and one that nobody lists.
      const damage = [
        () => write('2026-10/final/pool.csv', 'usd\n1.60\n'),
        () => rmSync(join(directory, 'wallets.csv')),
        () => write('2026-10/final/extra.csv', ''),
      ];
      for (const [index, damaging] of damage.entries()) {
        damaging();
        const damaged = filesIn(directory);
        expect(damaged).not.toEqual(FILES);
        expect(await restore()).toEqual({ month, done: 'restored', files: 3, aside: aside(index + 1) });
        expect([filesIn(directory), filesIn(aside(index + 1))]).toEqual([FILES, damaged]);
      }
      // What a crash left under the staging name is no part of them.
      write('2026-10/.final-restored/other.csv', '');
      write('2026-10/final/pool.csv', '');
      expect(await restore()).toMatchObject({ done: 'restored', aside: aside(4) });
      expect(filesIn(directory)).toEqual(FILES);
      expect(existsSync(join(out, '2026-10', '.final-restored'))).toBe(false);
    }));

  it('keep the page of an earlier version, which lays it out otherwise, where it is unharmed', () =>
    withOctober(async ({ out, directory, restoreListed, write }) => {
      // The evidence gives no page: it would be another one.
      const whole = { ...FILES, 'report.html': '<p>1.50</p>' };
      write('2026-10/final/report.html', whole['report.html']);
      write('2026-10/final/pool.csv', 'usd\n1.60\n');
      const aside = join(out, '2026-10', 'damaged-1');
      expect(await restoreListed(whole)).toEqual({ month, done: 'restored', files: 4, aside });
      expect(filesIn(directory)).toEqual(whole);
      write('2026-10/final/report.html', '<p>1.60</p>');
      const why = 'the evidence does not give the report.html that was approved';
      expect(await restoreListed(whole)).toEqual({ month, done: 'refused', why });
    }));
});

describe('final reports that are not written again (R16)', () => {
  it('are those that nothing vouches for', () =>
    withOctober(async ({ directory, restore }) => {
      rmSync(directory, { recursive: true });
      const refused = (why: string) => ({ month, done: 'refused', why });
      expect(await restore({ known: null })).toEqual(refused('the books do not know that it is final'));
      const gone = refused(
        'its manifest.json is gone, and an earlier version kept no copy of it: put that one file back from wherever it was published, and the others are written again',
      );
      expect(await restore({ manifestSha256: null })).toEqual(gone);
      expect(await restore({ manifestSha256: 'f'.repeat(64) })).toEqual(gone);
      expect(existsSync(directory)).toBe(false);
    }));

  it('are those that the evidence does not give', () =>
    withOctober(async ({ out, directory, reports, restore, write }) => {
      write('2026-10/final/pool.csv', '');
      const damaged = filesIn(directory);
      const why = (what: string) => ({ month, done: 'refused', why: what });
      expect(await restoreFinal(reports, null)).toEqual(why('it could not be recomputed from the evidence'));
      write('rebuilt/wallets.csv', 'another');
      const other = 'the evidence does not give the wallets.csv that was approved';
      expect(await restore()).toEqual(why(other));
      rmSync(join(out, 'rebuilt', 'wallets.csv'));
      expect(await restore()).toEqual(why(other));
      expect([filesIn(directory), readdirSync(join(out, '2026-10'))]).toEqual([damaged, ['final']]);
    }));

  it('are those of a place that cannot be written', () =>
    withOctober(async ({ out, restore, write }) => {
      write('file', '');
      const directory = join(out, 'file', 'final');
      const [why, ...others] = await refusedBy(restore({ directory }));
      expect([why, others]).toEqual([expect.stringMatching(/^unreadable-path at .*file.*: /), []]);
      mkdirSync(join(out, 'empty'));
      expect(await restore({ directory: join(out, 'empty', 'final') })).toMatchObject({
        done: 'restored',
        aside: null,
      });
    }));
});
