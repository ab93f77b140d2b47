import { Readable } from 'node:stream';
import { InvalidInput, type Problem } from '../../src/problems/problem.ts';
import type { InputHead, SourceInput } from '../../src/sources/reading/input.ts';

/** A text as an input file. */
export function inputOf(text: string, name = 'export.csv'): SourceInput {
  return { name, open: () => Readable.from([Buffer.from(text)]) };
}

/** The head that a file's kind is told from. */
export function headOf(text: string): InputHead {
  return { bytes: Buffer.from(text), text };
}

export async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

/** The problems that reading ends with. */
export async function problemsOf(rows: AsyncIterable<unknown> | Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await (rows instanceof Promise ? rows : all(rows));
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  throw new Error('the input was read without a problem');
}

/** A table with the columns that occur in its rows, in the order given or of first occurrence. */
export function tableOf(
  rows: readonly Record<string, string>[],
  delimiter: ',' | '\t' = ',',
  columns: readonly string[] = [...new Set(rows.flatMap((row) => Object.keys(row)))],
): string {
  const cell = (text: string): string =>
    delimiter === ',' && /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  return lines.map((line) => `${line.map(cell).join(delimiter)}\n`).join('');
}
