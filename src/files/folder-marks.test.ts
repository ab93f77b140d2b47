import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findInputs } from './find-inputs.ts';
import { FolderNames, folderProblems } from './folder-marks.ts';

const codes = (...names: string[]): string[] => folderProblems('jobs', names).map(({ code }) => code);

describe('a folder with what tools keep beside their files', () => {
  it.each([
    ['of Delta Lake', ['_delta_log', 'part-0.parquet'], ['table-folder']],
    ['of Hudi', ['.hoodie', 'a_1.parquet', 'a_2.parquet'], ['table-folder']],
    ['that Spark writes', ['_temporary', 'part-0.csv'], ['unfinished-folder']],
    ['that Spark wrote, and did not tidy', ['_temporary', '_SUCCESS', 'part-0.csv'], []],
    ['that Spark wrote', ['_SUCCESS', 'part-0.csv', '.part-0.csv.crc', '_metadata'], []],
    ['that Databricks writes', ['_started_12', 'part-0.csv'], ['unfinished-folder']],
    ['that Databricks wrote', ['_started_12', '_committed_12', '_SUCCESS', 'part-0.csv'], []],
    [
      'that Databricks wrote twice, once to the end',
      ['_started_12', '_committed_12', '_started_7'],
      ['unfinished-folder'],
    ],
    ['of anything else', ['metadata', 'jobs.csv', 'v1.metadata.json'], []],
  ])('%s', (_, names, expected) => {
    expect(codes(...names)).toEqual(expected);
  });

  it('of Iceberg is told by its metadata, and named above them', () => {
    const [problem] = folderProblems('in/jobs/metadata', ['v1.metadata.json', 'snap-1.avro']);
    expect([problem?.code, problem?.place.file]).toEqual(['table-folder', 'in/jobs']);
  });

  it('in an archive is known by the members below it', () => {
    const folders = new FolderNames();
    for (const member of ['jobs/_delta_log/0.json', 'jobs/part-0.csv', '/other/', '_temporary/0/part-0.csv'])
      folders.add(member);
    // Named as a person named the archive, wherever that lies.
    expect(folders.problems('/in/a.zip').map(({ code, place }) => [code, place.file])).toEqual([
      ['unfinished-folder', '/in/a.zip'],
      ['table-folder', '/in/a.zip/jobs'],
    ]);
  });
});

describe('files that are named themselves', () => {
  const found = (mark: string, ...names: string[]) => {
    const root = mkdtempSync(join(tmpdir(), 'revshare-marks-'));
    mkdirSync(join(root, mark));
    for (const name of names) writeFileSync(join(root, name), 'x');
    const { files, folders } = findInputs(names.map((name) => join(root, name)));
    expect(files).toHaveLength(names.length);
    return folders.map(({ code, place }) => [code, place.file === root]);
  };

  it('are told of once by what lies beside them, where they are named as tables and Spark name theirs', () => {
    expect(found('_delta_log', 'part-0.parquet', 'part-1.parquet')).toEqual([['table-folder', true]]);
    expect(found('.hoodie', 'a_1.parquet')).toEqual([['table-folder', true]]);
    expect(found('_temporary', 'part-00000.csv')).toEqual([['unfinished-folder', true]]);
    expect(found('_temporary', 'jobs.csv', 'ledger.csv')).toEqual([]);
    expect(found('anything', 'part-0.parquet')).toEqual([]);
  });
});
