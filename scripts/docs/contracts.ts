import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENTS, type DocumentName } from '../../src/cli/documents.ts';
import { files } from '../schemas/files.ts';
import { documentSchema } from '../schemas/schemas.ts';
import { MADE, table } from './pages.ts';

const EXAMPLE = 'reports/example';

/** docs/schemas.md: the documents with their schemas, and the columns of every CSV report. */
export function contractsPage(): string {
  const documents = Object.entries(DOCUMENTS).map(([name, version]) => {
    return [
      `\`revshare/${name}\``,
      String(version),
      documentSchema(name as DocumentName).description ?? '',
      `\`schemas/${name}.json\``,
    ];
  });
  return [
    '# Schemas',
    '',
    'Every document of `--json` begins with its `schema` and `version`; a command that did not run, for wrong arguments too, prints',
    '`revshare/failure`. The folder `schemas/` has a JSON Schema of each, and lies in the installed package as `revshare/schemas/NAME.json`.',
    'Within a version keys only come ([`stability.md`](stability.md)). Amounts are texts.',
    MADE.replace('the lists in the code', '`scripts/schemas/`'),
    '',
    ...table(['schema', 'version', 'printed by', 'file'], documents),
    '',
    '## Files',
    '',
    'They hold no such keys, because hashes of final months cover them.',
    '',
    ...table(
      ['file', 'schema'],
      Object.entries(files).map(([name, schema]) => [schema.description ?? '', `\`schemas/${name}.json\``]),
    ),
    '',
    '## Configuration',
    '',
    '`schemas/configuration.json` is that of `revshare.yaml`. `revshare init` writes the line by which an editor with a YAML language server finds it:',
    '',
    '    # yaml-language-server: $schema=node_modules/revshare/schemas/configuration.json',
    '',
    '## Columns of the CSV reports',
    '',
    'UTF-8, lines end with LF, the header is always there; rows are sorted by their key columns.',
    '',
    ...table(['file', 'columns'], reportColumns()),
    '',
  ].join('\n');
}

/** From the example, which a test holds to what the program writes. */
function reportColumns(): string[][] {
  const names = readdirSync(EXAMPLE).filter((name) => name.endsWith('.csv'));
  return names.sort().map((name) => {
    const [header = ''] = readFileSync(join(EXAMPLE, name), 'utf8').split('\n', 1);
    return [
      `\`${name}\``,
      header
        .split(',')
        .map((column) => `\`${column}\``)
        .join(', '),
    ];
  });
}
