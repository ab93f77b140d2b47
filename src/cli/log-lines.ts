/** How a note begins that is more than information. */
const LEVELS = ['error', 'warning', 'note'] as const;

/** A note as lines of a log: `2026-11-20T17:30:01.250Z warning text`, one line a line of it, blank ones left out. */
export function logLines(text: string, at: Date): string {
  const level = LEVELS.find((each) => text.startsWith(`${each}: `));
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const prefix = `${at.toISOString()} ${level ?? 'note'} `;
  return lines.map((line) => `${prefix}${level === undefined ? line : withoutLevel(line, level)}\n`).join('');
}

function withoutLevel(line: string, level: string): string {
  return line.startsWith(`${level}: `) ? line.slice(level.length + 2) : line;
}
