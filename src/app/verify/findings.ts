import type { Difference } from '../../render/books/verify-text.ts';

/** Collects differences, the first of each kind in a file, and what could not be compared. */
export class Findings {
  readonly differences: Difference[] = [];
  readonly notes: string[] = [];

  add(kind: Difference['kind'], file: string, what: string, line: number | null = null): void {
    if (this.differences.some((each) => each.kind === kind && each.file === file)) return;
    this.differences.push({ kind, file, line, what });
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }
}

/** What an error says, in one line. */
export function sayingOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
