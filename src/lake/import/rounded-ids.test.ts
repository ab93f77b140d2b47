import { describe, expect, it } from 'vitest';
import { csvOf, importText, jobFields, jsonlOf, problemsOf, writeParquet } from '../../../test/worlds/job-logs.ts';

describe('an account that was rounded', () => {
  const rounded = (account: string) => [
    jobFields({ job_id: 'a', worker_account: 'w', subscriber_account: 's' }),
    jobFields({ job_id: 'b', worker_account: account, subscriber_account: account }),
  ];

  it.each(['1.79201E+16', '1,79E+12', '5e+21', ' 5.5E+12'])('is refused: %s', async (account) => {
    // Both would be one account: the job would be self-matched.
    const codes = ['rounded-id', 'rounded-id'];
    expect((await problemsOf(csvOf(rounded(account)), 'csv')).map(({ code }) => code)).toEqual(codes);
    expect((await problemsOf(jsonlOf(rounded(account)), 'jsonl')).map(({ code }) => code)).toEqual(codes);
    const { bytes } = await writeParquet(
      `SELECT ${Object.entries(rounded(account)[1] ?? {})
        .map(([name, text]) => `'${text}' AS ${name}`)
        .join(', ')}`,
    );
    expect((await problemsOf(bytes, 'parquet')).map(({ code }) => code)).toEqual(codes);
  });

  it.each(['1E10', '12e5', '+E+1', 'E+16', '1.5E16', 'a1E+5', '123456789012345678'])('is none: %s', async (account) => {
    const { result } = await importText(csvOf(rounded(account)), 'csv');
    expect(result).toMatchObject({ rows: 2 });
  });
});
