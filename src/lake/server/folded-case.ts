import { sql } from 'kysely';
import { openLake, sqlText } from '../duckdb.ts';
import type { FoldedModels, JobRows } from './job-rows.ts';
import type { ServerSession } from './server-session.ts';

/**
 * Models and patterns compare without letter case (R11). Beyond ASCII, what a server takes for the lower case of a
 * letter depends on its locale: the few such models are folded by the embedded engine, as every job log's are.
 */
export async function foldedModels(session: ServerSession, rows: JobRows, tempDir: string): Promise<FoldedModels> {
  const model = rows.text('model_id');
  const found = await session.rows(sql<{ model: string }>`
    SELECT DISTINCT ${model} AS model FROM ${rows.table} WHERE octet_length(${model}) <> char_length(${model})`);
  const models = found.map((row) => row.model);
  return new Map((await foldedTexts(models, tempDir)).map((lower, at) => [models[at] ?? '', lower]));
}

/** Texts in lower case, as the embedded engine has it. */
export async function foldedTexts(texts: readonly string[], tempDir: string): Promise<string[]> {
  if (texts.every((text) => /^[ -~]*$/.test(text))) return texts.map((text) => text.toLowerCase());
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
