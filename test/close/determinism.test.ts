import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { richWorld } from '../worlds/rich-world.ts';
import {
  emptyWorld,
  filesUnder,
  importFiles,
  type ReconcileDocument,
  type Reconciled,
  type ReconcileOptions,
  reconcile,
  type World,
} from '../worlds/world.ts';
import { zipArchive } from '../worlds/zip-archive.ts';

/** R15: the same inputs and policy give the same digest and the same report bytes, whatever else is different. */

/** They name files, or say from which the books were made. */
const NAMES_FILES = ['manifest.json', 'public.json', 'exceptions.csv', 'report.html'];

let original: World;
let first: Reconciled;
beforeAll(async () => {
  original = richWorld();
  first = await reconcile(original, { env: { TZ: 'UTC', LC_ALL: 'C' } });
});

/** The inputs of the original under the names, and with the bytes, that `change` gives them. */
function changedWorld(change: (name: string, content: Buffer, index: number) => [string, Uint8Array]): World {
  const world = emptyWorld();
  for (const [index, name] of filesUnder(original.inputs).entries()) {
    const content = readFileSync(join(original.inputs, name));
    const [newName, newContent] = name === 'revshare.yaml' ? [name, content] : change(name, content, index);
    world.write(newName, newContent);
  }
  return world;
}

function bytesOf({ reports }: Reconciled): Record<string, string> {
  return Object.fromEntries([...reports].filter(([name]) => !NAMES_FILES.includes(name)));
}

/** Everything but what names files. Gates look at their names, which vouch for days, and at the clock. */
function figuresOf({ document }: Reconciled): Partial<ReconcileDocument> {
  const { exceptions, gates: _gates, ...figures } = document;
  return { ...figures, exceptions: exceptions.map((each) => ({ ...each, file: null, line: null })) };
}

function expectSame(reconciled: Reconciled): void {
  expect(reconciled.document.digest).toBe(first.document.digest);
  expect(figuresOf(reconciled)).toEqual(figuresOf(first));
  expect(bytesOf(reconciled)).toEqual(bytesOf(first));
  expect(reconciled.code).toBe(first.code);
}

describe('the same inputs', () => {
  it('the world has all there is to get wrong', () => {
    const codes = new Set(first.document.exceptions.map((each) => each.code));
    const money = ['unallocated', 'unknown-category'];
    expect([...codes].sort()).toEqual(['job-conflict', 'self-match-untestable', ...money, 'vendor-model']);
    expect(first.reports.size).toBeGreaterThanOrEqual(6);
  });

  it('every file renamed, gzipped or zipped, at UTC+14 and in German', async () => {
    const world = changedWorld((_, content, index) => {
      const name = `z${100 - index}`;
      if (index % 3 === 0) return [`sub/${name}.gz`, gzipSync(content)];
      if (index % 3 === 1) return [`${name}.archive`, zipArchive({ [`m${index}`]: content })];
      return [name, content];
    });
    expectSame(
      await reconcile(world, { env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' } }),
    );
  });

  it('all in one zip, in New York', async () => {
    const members: Record<string, Buffer> = {};
    for (const name of filesUnder(original.inputs)) {
      if (name !== 'revshare.yaml') members[`export/${name}`] = readFileSync(join(original.inputs, name));
    }
    const world = emptyWorld();
    world.write('revshare.yaml', original.read('revshare.yaml'));
    world.write('everything.zip', zipArchive(members));
    expectSame(await reconcile(world, { env: { TZ: 'America/New_York', LC_ALL: 'C' } }));
  });

  it('in two imports, the second half first', async () => {
    const world = changedWorld((name, content) => [name, content]);
    const files = inputsOf(world);
    await importFiles(world, files.slice(files.length / 2));
    await importFiles(world, files.slice(0, files.length / 2));
    expectSame(await reconcile(world));
  });

  it('one file at a time, the last first', async () => {
    const world = changedWorld((name, content) => [name, content]);
    for (const file of inputsOf(world).reverse()) await importFiles(world, [file]);
    expectSame(await reconcile(world, { env: { TZ: 'America/New_York' } }));
  });

  it('from another directory, with paths relative to it and the policy under another name', async () => {
    const world = changedWorld((name, content) => [name, content]);
    const cwd = join(world.root, 'elsewhere');
    mkdirSync(cwd);
    renameSync(join(world.inputs, 'revshare.yaml'), join(cwd, 'policy.yaml'));
    expectSame(await reconcile({ ...world, inputs: '../inputs', data: 'books' }, { cwd, config: 'policy.yaml' }));
  });
});

function inputsOf(world: World): string[] {
  return filesUnder(world.inputs)
    .filter((name) => name !== 'revshare.yaml')
    .map((name) => join(world.inputs, name));
}

describe('rows in another order', () => {
  /** A shuffle that a number decides. */
  function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
    let state = seed;
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    return items
      .map((item) => ({ item, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  /** Every text file of the inputs, its rows shuffled; none of them has a line break inside a field. */
  function shuffledWorld(which: RegExp, seed: number): World {
    return changedWorld((name, content, index) => {
      if (!which.test(name) || !/\.(csv|txt|jsonl)$/.test(name)) return [name, content];
      const lines = content.toString('utf8').trimEnd().split('\n');
      const header = name.endsWith('.jsonl') ? [] : lines.splice(0, 1);
      return [name, Buffer.from(`${[...header, ...shuffled(lines, seed + index)].join('\n')}\n`)];
    });
  }

  const cited = ['postings.csv', 'warnings.csv', ...NAMES_FILES];

  it.each([
    ['job logs', /^jobs/, 1],
    ['Stripe exports', /^stripe/, 2],
    ['Apple and Google reports', /^(apple|google)/, 3],
    ['small files', /^[^/]*$/, 4],
    ['all files', /./, 5],
  ])('%s: the same digest, and only cited lines and inputs differ', async (_, which, seed) => {
    const reconciled = await reconcile(shuffledWorld(which, seed));
    expect(figuresOf(reconciled)).toEqual(figuresOf(first));
    const uncited = (bytes: Record<string, string>) => Object.entries(bytes).filter(([name]) => !cited.includes(name));
    expect(uncited(bytesOf(reconciled))).toEqual(uncited(bytesOf(first)));
    expect(withoutSource(reconciled)).toEqual(withoutSource(first));
    expect(warningsWithoutSource(reconciled)).toEqual(warningsWithoutSource(first));
  });

  /** warnings.csv without source and line, its last columns. */
  function warningsWithoutSource({ reports }: Reconciled): string[] {
    const lines = (reports.get('warnings.csv') ?? '').split('\n');
    return lines.map((line) => line.replace(/,[^,]*,[^,]*$/, ''));
  }

  /** postings.csv without source and line, which stand before currency and rate at its end. */
  function withoutSource({ reports }: Reconciled): string[] {
    const lines = (reports.get('postings.csv') ?? '').split('\n');
    return lines.map((line) => line.replace(/,[^,]*,[^,]*(?=,[^,]*,[^,]*$)/, ''));
  }
});

describe('the same books again', () => {
  it.each([false, true])('imports nothing and prints the same (computed anew: %s)', async (anew) => {
    const again = await reconcile(original, { anew });
    expect(again.stderr).toMatch(/imported 0 new inputs/);
    expectSame(again);
    expect([...again.reports]).toEqual([...first.reports]);
  });

  it('draws the same page in another zone and language', async () => {
    const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
    const again = await reconcile(original, { env, inputs: false, anew: true });
    expect(again.reports.get('report.html')).toBe(first.reports.get('report.html'));
    expect(first.reports.get('report.html')).toContain('<svg');
  });

  it('needs the inputs no more', async () => {
    const again = await reconcile(original, { inputs: false, anew: true });
    expect([...again.reports]).toEqual([...first.reports]);
  });

  const earlier: readonly (readonly [string, ReconcileOptions])[] = [
    ['in the month', { asOf: '2026-10-31T23:59:59.999Z' }],
    ['before most rows', { asOf: '2026-08-15T00:00:00Z' }],
  ];
  it.each(earlier)('as of an instant %s: an estimate with the same figures', async (_, options) => {
    const world = changedWorld((name, content) => [name, content]);
    const estimate = await reconcile(world, options);
    expect(estimate.document.state).toBe('estimate');
    const { state: _state, reports: _reports, ...figures } = figuresOf(estimate);
    expect(figuresOf(first)).toMatchObject(figures);
    expect(estimate.document.reports).toContain('2026-10/estimate/payouts.csv');
    // Every figure says so: the state is a column, and nothing else is different.
    for (const name of ['payouts.csv', 'pool.csv', 'postings.csv']) {
      const asReview = (estimate.reports.get(name) ?? '').replaceAll('2026-10,estimate,', '2026-10,review,');
      expect(asReview).toBe(first.reports.get(name));
    }
    // Rows after the instant were kept: later they are there without another import.
    expectSame(await reconcile(world, { inputs: false }));
  });

  it('is over from the first instant of the next month on', async () => {
    const review = await reconcile(original, { asOf: '2026-11-01T00:00:00Z', inputs: false });
    expect(review.document.state).toBe('review');
  });
});
