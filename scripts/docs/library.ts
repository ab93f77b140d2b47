import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { MADE, table } from './pages.ts';

const ROOM = 'src/library';

type Exported = ts.FunctionDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration;

/** docs/api.md: what `import ... from 'revshare'` gives, from its doc comments. */
export function libraryPage(): string {
  const names = exportedNames();
  const found = declarations().filter((each) => names.has(each.name?.text ?? ''));
  return [
    '# The library',
    '',
    "The rules of the close without files, books, clock or network: `import { closeMonth, recognise, split } from 'revshare'`.",
    'Amounts are texts, in dollars with at most six decimals, because no JavaScript number holds money. A value that cannot be',
    'what it stands for is refused with `InvalidValue`, which names its place; nothing is guessed or rounded on the way in.',
    'What is described here is stable ([`stability.md`](stability.md)); the rules (R5 ...) stand in [`rules.md`](rules.md).',
    MADE.replace('the lists in the code', 'the comments of `src/library/`'),
    '',
    '```js',
    readFileSync('fixtures/library-example.mjs', 'utf8').trimEnd(),
    '```',
    '',
    ...found.flatMap(functionSection),
    ...found.flatMap(typeSection),
  ].join('\n');
}

/** The names that index.ts passes on. */
function exportedNames(): Set<string> {
  const names = new Set<string>();
  for (const statement of sourceOf('index.ts').statements) {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) continue;
    if (ts.isNamedExports(statement.exportClause)) {
      for (const { name } of statement.exportClause.elements) names.add(name.text);
    }
  }
  return names;
}

function declarations(): Exported[] {
  const files = readdirSync(ROOM).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return files.sort().flatMap((name) =>
    sourceOf(name).statements.filter((each): each is Exported => {
      const isNamed = ts.isFunctionDeclaration(each) || ts.isInterfaceDeclaration(each) || ts.isClassDeclaration(each);
      return isNamed || ts.isTypeAliasDeclaration(each);
    }),
  );
}

function sourceOf(name: string): ts.SourceFile {
  const path = join(ROOM, name);
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true);
}

function functionSection(declared: Exported): string[] {
  if (!ts.isFunctionDeclaration(declared)) return [];
  const parameters = declared.parameters.map((each) => [
    `\`${each.name.getText()}: ${each.type?.getText() ?? ''}\``,
    ts.getJSDocParameterTags(each).map(commentOf).join(' '),
  ]);
  const tags = ts.getJSDocTags(declared);
  const told = (name: string): string => tags.find(({ tagName }) => tagName.text === name)?.comment?.toString() ?? '';
  const given = declared.type?.getText() ?? '';
  return [
    `## \`${declared.name?.text}\``,
    '',
    textOf(declared),
    '',
    ...table(['parameter', ''], parameters),
    '',
    `Returns \`${given}\`${told('returns') === '' ? '' : `: ${oneLine(told('returns'))}`}.`,
    '',
    `Throws ${oneLine(told('throws').replace(/^InvalidValue/, '`InvalidValue`'))}.`,
    '',
  ];
}

function typeSection(declared: Exported): string[] {
  const head = [`## \`${declared.name?.text}\``, '', textOf(declared), ''];
  if (ts.isFunctionDeclaration(declared)) return [];
  if (ts.isTypeAliasDeclaration(declared)) return [...head, `    ${declared.type.getText()}`, ''];
  const members = [...declared.members].filter(
    (each) => ts.isPropertySignature(each) || ts.isPropertyDeclaration(each),
  );
  const rows = members.map((each) => [
    `\`${each.name.getText()}${each.questionToken === undefined ? '' : '?'}\``,
    `\`${(each.type?.getText() ?? '').replaceAll('|', '\\|')}\``,
    textOf(each),
  ]);
  return [...head, ...table(['', 'type', ''], rows), ''];
}

function textOf(node: ts.Node): string {
  return oneLine(
    ts
      .getJSDocCommentsAndTags(node)
      .filter(ts.isJSDoc)
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
      .join(' '),
  );
}

function commentOf(tag: ts.JSDocTag): string {
  return oneLine(ts.getTextOfJSDocComment(tag.comment) ?? '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
