import { sql } from 'kysely';
import { openLake, sqlText } from '../duckdb.ts';
import type { FoldedTexts, JobRows } from './job-rows.ts';
import type { ServerSession } from './server-session.ts';

/**
 * Models, patterns (R11) and networks compare without letter case. Beyond ASCII, what a server takes for the lower case
 * of a letter depends on its locale: the few such texts are folded by the embedded engine, as every job log's are.
 */
export async function foldedBeyondAscii(session: ServerSession, rows: JobRows, tempDir: string): Promise<FoldedTexts> {
  const [model, network] = [rows.text('model_id'), rows.text('worker_type')];
  const found = await session.rows(sql<{ model: string | null; network: string | null }>`
    SELECT DISTINCT ${model} AS model, ${network} AS network FROM ${rows.table}
    WHERE octet_length(${model}) <> char_length(${model}) OR octet_length(${network}) <> char_length(${network})`);
  const texts = [...new Set(found.flatMap((row) => [row.model ?? '', row.network ?? '']))];
  const beyond = texts.filter((text) => !IS_ASCII.test(text));
  return new Map((await foldedTexts(beyond, tempDir)).map((lower, at) => [beyond[at] ?? '', lower]));
}

const IS_ASCII = /^[ -~]*$/;

/** Texts in lower case, as the embedded engine has it. */
export async function foldedTexts(texts: readonly string[], tempDir: string): Promise<string[]> {
  if (texts.every((text) => IS_ASCII.test(text))) return texts.map((text) => text.toLowerCase());
  const lake = await openLake({ tempDir, threads: 1 });
  try {
    const lowered: string[] = [];
    for (const text of texts) {
      const [row] = await lake.rows(`SELECT lower(${sqlText(text)}) AS lower`);
      lowered.push(String(row?.lower));
    }
    return lowered;
  } finally {
    lake.close();
  }
}
