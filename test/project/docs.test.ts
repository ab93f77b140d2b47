import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsPage } from '../../scripts/docs/commands.ts';
import { contractsPage } from '../../scripts/docs/contracts.ts';
import { libraryPage } from '../../scripts/docs/library.ts';
import { manPages } from '../../scripts/docs/man.ts';
import { errorsPage, exceptionsPage, rulesPage } from '../../scripts/docs/pages.ts';
import { PROJECT } from '../running/program.ts';

describe('the pages that are made from the code', () => {
  it.each([
    ['docs/api.md', libraryPage],
    ['docs/commands.md', commandsPage],
    ['docs/schemas.md', contractsPage],
    ['docs/errors.md', errorsPage],
    ['docs/exceptions.md', exceptionsPage],
    ['docs/rules.md', () => rulesPage(readFileSync(join(PROJECT, 'docs/rules.md'), 'utf8'))],
  ])('%s is current (npm run docs writes it)', (name, page) => {
    expect(readFileSync(join(PROJECT, name), 'utf8')).toBe(page());
  });

  it('man/ has a page of every command, current, and package.json installs each', () => {
    const pages = manPages();
    const { man } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { man: string[] };
    expect(readdirSync(join(PROJECT, 'man')).sort()).toEqual([...pages.keys()].sort());
    expect(man.map((path) => path.replace('./man/', ''))).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(readFileSync(join(PROJECT, 'man', name), 'utf8'), name).toBe(text);
  });
});

/** The text of every file of src. */
function sourceFiles(): string[] {
  return readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(PROJECT, 'src', name), 'utf8'));
}

describe('the Dockerfile', () => {
  const text = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8');
  const { name, version, bin, engines } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly bin: Readonly<Record<string, string>>;
    readonly engines: { readonly node: string };
  };

  it('copies the tarball that npm pack writes, which is all that .dockerignore lets through', () => {
    const [, copied = ''] = /^COPY (\S+) /m.exec(text) ?? [];
    expect(`${name}-${version}.tgz`).toMatch(new RegExp(`^${copied.replaceAll('.', '[.]').replace('*', '.*')}$`));
    expect(readFileSync(join(PROJECT, '.dockerignore'), 'utf8').split('\n').slice(1, 3)).toEqual(['*', `!${copied}`]);
  });

  it('starts the program of the package, on a Node that it takes, with variables that it reads', () => {
    expect(text).toContain(`ENTRYPOINT ["/opt/revshare/node_modules/.bin/${Object.keys(bin).join()}"]`);
    const least = Number(/\d+/.exec(engines.node));
    const used = [...text.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => Number(major));
    expect([used.length, new Set(used).size, Math.min(...used) >= least]).toEqual([2, 1, true]);
    const variables = [...text.matchAll(/REVSHARE_[A-Z_]+(?==)/g)].map(([variable]) => variable);
    expect(variables.sort()).toEqual(['REVSHARE_DATA', 'REVSHARE_INPUTS', 'REVSHARE_OUT']);
    for (const variable of variables) expect(manPages().get('revshare-run.1')).toContain(variable);
  });
});

describe('the site', () => {
  it('has every page of docs/, once', () => {
    const chapters: { pages: string[] }[] = JSON.parse(readFileSync(join(PROJECT, 'site/chapters.json'), 'utf8'));
    const named = chapters.flatMap(({ pages }) => pages.map((page) => `${page}.md`));
    expect(named.sort()).toEqual(readdirSync(join(PROJECT, 'docs')).sort());
  });
});

describe('SECURITY.md', () => {
  it('names tests that are there', () => {
    const text = readFileSync(join(PROJECT, 'SECURITY.md'), 'utf8');
    const cited = [...text.matchAll(/`((?:test|src)\/[^`]+\.test\.ts)` "([^"]+)"/g)];
    expect(cited.length).toBeGreaterThan(25);
    const lacking = cited.filter(
      ([, file = '', title = '']) => !readFileSync(join(PROJECT, file), 'utf8').includes(title),
    );
    expect(lacking.map(([whole]) => whole)).toEqual([]);
  });
});

describe('what the pages name', () => {
  const pages = ['CONTRIBUTING.md', ...readdirSync(join(PROJECT, 'docs')).map((name) => `docs/${name}`)];
  const here = (path: string): boolean => existsSync(join(PROJECT, path)) || existsSync(join(PROJECT, 'src', path));

  it.each(pages)('%s: files and rooms that are there', (page) => {
    const text = readFileSync(join(PROJECT, page), 'utf8');
    const first = [...readdirSync(PROJECT), ...readdirSync(join(PROJECT, 'src'))];
    // Elsewhere a path may begin within the room that the text is about.
    const isWhole = (top: string): boolean => page === 'docs/rules.md' || first.includes(top);
    const paths = [...text.matchAll(/`([a-z]+)(\/[\w/.-]*(?:[.](?:c?m?js|md|ts|yaml)|\/))`/g)]
      .filter(([, top = '']) => isWhole(top))
      .map(([, top = '', rest = '']) => `${top}${rest}`);
    if (page === 'docs/rules.md') expect(paths.length).toBeGreaterThan(20);
    const links = [...text.matchAll(/\]\(([^):#]+)[^)]*\)/g)].map(([, link = '']) => join(dirname(page), link));
    expect([...paths, ...links].filter((path) => !here(path) && !path.startsWith('reports/MONTH/'))).toEqual([]);
  });

  it('docs/words.md: types that the code has', () => {
    const text = readFileSync(join(PROJECT, 'docs/words.md'), 'utf8');
    const named = [...text.matchAll(/`([A-Z][a-z]\w*)`/g)].map(([, name = '']) => name);
    const code = sourceFiles().join('\n');
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !new RegExp(`^export (interface|type|class) ${name}\\b`, 'm').test(code))).toEqual(
      [],
    );
  });

  it('docs/rules.md: every rule that a comment of the code names', () => {
    const text = readFileSync(join(PROJECT, 'docs/rules.md'), 'utf8');
    const told = [...text.matchAll(/^\| (R\d+) /gm)].map(([, rule = '']) => rule);
    const named = sourceFiles().flatMap((file) => file.match(/\bR\d+\b/g) ?? []);
    expect([...new Set(named)].sort()).toEqual([...told].sort());
  });
});

describe('the rooms in CONTRIBUTING.md', () => {
  const text = readFileSync(join(PROJECT, 'CONTRIBUTING.md'), 'utf8');
  /** By its path below src: what a room may import, as written. */
  const rows = new Map(
    [...text.matchAll(/^\| `([a-z/]+)\/` \|[^|]*\|([^|]*)\|/gm)].map(([, room = '', mayImport = '']) => [
      room.replace(/^src\//, ''),
      mayImport.trim(),
    ]),
  );

  it('are all that src has, two levels deep, and deeper where import rules tell the rooms of a room apart', () => {
    const folders = (under: string): string[] =>
      readdirSync(join(PROJECT, 'src', under), { withFileTypes: true })
        .filter((each) => each.isDirectory())
        .map(({ name }) => join(under, name));
    const isDivided = (room: string) => [...importRules().keys()].some((each) => dirname(each) === room);
    const upper = folders('').flatMap((room) => [room, ...folders(room)]);
    const rooms = [...upper, ...upper.filter((room) => room.includes('/') && isDivided(room)).flatMap(folders)];
    const outside = ['bin', 'fixtures', 'proof', 'scripts', 'test'];
    expect([...rows.keys()].sort()).toEqual([...rooms, ...outside].sort());
  });

  it('may import what the import rules let them', () => {
    const rules = importRules();
    expect(rules.size).toBeGreaterThan(15);
    const written = [...rules.keys()].map((room) => [room, roomsIn(rows.get(room) ?? '', room, rules)]);
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(rules));
  });

  /** The rooms of a cell: `nothing`, `everything but cli`, or a list. */
  function roomsIn(cell: string, room: string, rules: ReadonlyMap<string, readonly string[]>): string[] {
    if (/^(of \w+: )?nothing$/.test(cell)) return [];
    const but = /^everything but (\w+)$/.exec(cell)?.[1];
    if (but === undefined) return cell.split(', ').sort();
    return [...rules.keys()].filter((each) => !each.includes('/') && each !== but && each !== room).sort();
  }

  /** From the import rules: the rooms that each room may import, besides itself. */
  function importRules(): Map<string, string[]> {
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
      forbidden: { name: string; from: { path?: string }; to: { pathNot?: string } }[];
    };
    const found = forbidden.filter(({ name }) => name.endsWith('-imports'));
    return new Map(
      found.map(({ from, to }) => {
        const room = /^\^src\/([a-z/]+)\/$/.exec(from.path ?? '')?.[1] ?? '';
        const [own, ...others] = (/\(([a-z|]+)\)/.exec(to.pathNot ?? '')?.[1] ?? '').split('|');
        expect(room.split('/').at(-1)).toBe(own);
        return [room, others.sort()];
      }),
    );
  }
});
