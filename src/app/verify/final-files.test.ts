import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ReportsPlace, reportsOf, said, sha256Of, withReports } from '../../../test/judging/final-by-hand.ts';
import { manifestText } from '../../../test/judging/manifest-by-hand.ts';
import { publicJson } from '../../render/reports/public-json.ts';
import { checkFiles, listedFiles } from './final-files.ts';
import type { FinalReports } from './final-reports.ts';
import { Findings } from './findings.ts';

describe('the files that a manifest lists (R16)', () => {
  const POOL = 'usd\n1.50\n';

  /** Reports with a pool.csv and a wallets.csv, and the same recomputed. */
  async function withFiles(
    task: (
      place: ReportsPlace & { readonly reports: FinalReports; readonly at: (name: string) => string },
    ) => Promise<void>,
  ): Promise<void> {
    await withReports(async ({ out, write }) => {
      const files = ['pool.csv', 'wallets.csv'].map((name) => {
        write(`rebuilt/${name}`, POOL);
        return { name, sha256: write(`final/${name}`, POOL) };
      });
      const text = manifestText({ files });
      for (const place of ['final', 'rebuilt']) write(`${place}/manifest.json`, text);
      const manifest = { files, previousManifest: null } as unknown as FinalReports['manifest'];
      const directory = join(out, 'final');
      const reports = reportsOf({ directory, manifest, manifestText: text, manifestSha256: sha256Of(text) });
      await task({ out, write, reports, at: (name) => join(directory, name) });
    });
  }

  async function found(reports: FinalReports, rebuilt: string | null): Promise<string[]> {
    const findings = new Findings();
    await checkFiles(reports, rebuilt, findings);
    return said(findings);
  }

  it('are there, as they were approved, and no others', () =>
    withFiles(async ({ out, reports }) => {
      expect(await found(reports, join(out, 'rebuilt'))).toEqual([]);
      expect(await found(reports, null)).toEqual([]);
      expect(await found(reports, join(out, 'nowhere'))).toEqual([]);
      // That there are none is told of the manifest.
      expect(await found({ ...reports, directory: join(out, 'nowhere') }, join(out, 'rebuilt'))).toEqual([]);
    }));

  it('are named where one is missing, or is not listed', () =>
    withFiles(async ({ out, reports, write, at }) => {
      rmSync(at('pool.csv'));
      rmSync(at('manifest.json'));
      write('final/extra.csv', '');
      for (const rebuilt of [null, join(out, 'rebuilt')]) {
        expect(await found(reports, rebuilt)).toEqual([
          `report ${at('pool.csv')}: the file is missing`,
          `report ${at('extra.csv')}: this file does not belong here`,
        ]);
      }
      write('rebuilt/more.csv', '');
      expect((await found(reports, join(out, 'rebuilt'))).slice(2)).toEqual([
        `report ${at('more.csv')}: the evidence gives this file, and the manifest does not list it`,
      ]);
    }));

  it('are named with line and column where they differ from the recomputed ones, by their hash otherwise', () =>
    withFiles(async ({ out, reports, write, at }) => {
      const sha256 = write('final/pool.csv', 'usd\n1.60\n');
      const byHash = `report ${at('pool.csv')}: its SHA-256 is ${sha256}; the manifest says ${sha256Of(POOL)}`;
      const byCell = `report ${at('pool.csv')} line 2: usd: the file says "1.60", the evidence gives "1.50"`;
      expect(await found(reports, null)).toEqual([byHash]);
      expect(await found(reports, join(out, 'rebuilt'))).toEqual([byCell]);
      rmSync(join(out, 'rebuilt', 'pool.csv'));
      expect(await found(reports, join(out, 'rebuilt'))).toEqual([byHash]);
      // The evidence gives the changed file: the manifest denies it.
      write('rebuilt/pool.csv', 'usd\n1.60\n');
      expect(await found(reports, join(out, 'rebuilt'))).toEqual([byHash]);
      // The file is as it was approved, and the evidence gives another.
      write('final/pool.csv', POOL);
      expect(await found(reports, join(out, 'rebuilt'))).toEqual([
        `report ${at('pool.csv')} line 2: usd: the file says "1.50", the evidence gives "1.60"`,
      ]);
    }));

  it('have the manifest among them, and the public.json that follows from it', () =>
    withFiles(async ({ reports, write, at }) => {
      const names = (of: FinalReports): string[] => listedFiles(of).map(({ name }) => name);
      expect(names(reports)).toEqual(['pool.csv', 'wallets.csv', 'manifest.json']);
      expect(names(reportsOf({ isPublished: true }))).toEqual(['manifest.json']);
      expect(listedFiles(reportsOf({ manifestSha256: null }))).toEqual([{ name: 'manifest.json', sha256: '' }]);
      const published = { ...reports, isPublished: true };
      const text = publicJson(reports.manifestText, reports.manifestSha256 ?? '');
      expect(listedFiles(published).at(-1)).toEqual({ name: 'public.json', sha256: sha256Of(text) });
      expect(await found(published, null)).toEqual([`report ${at('public.json')}: the file is missing`]);
      write('final/public.json', text);
      expect(await found(published, null)).toEqual([]);
      const sha256 = write('final/public.json', text.replace('2026-10', '2026-11'));
      expect(await found(published, null)).toEqual([
        `report ${at('public.json')}: its SHA-256 is ${sha256}; the manifest says ${sha256Of(text)}`,
      ]);
      const other = write('final/manifest.json', '{}');
      expect(await found(reports, null)).toEqual([
        `report ${at('manifest.json')}: its SHA-256 is ${other}; the manifest says ${reports.manifestSha256}`,
        `report ${at('public.json')}: this file does not belong here`,
      ]);
    }));
});
