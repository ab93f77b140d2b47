import type { Progress } from '../app/books/directory/progress.ts';
import { SILENT } from '../app/books/directory/progress.ts';
import { printableLines } from '../core/text/printable.ts';
import { type GivenOption, withGivenOptions } from '../render/terminal/advised-commands.ts';
import { fittedText, type Wallets } from '../render/terminal/fitted-text.ts';
import { coloured } from './colours.ts';
import { type DocumentName, documentOf } from './documents.ts';
import type { Globals } from './globals.ts';
import { logLines } from './log-lines.ts';

/** Data goes to stdout. This and the next two are the only doors to a terminal: no input's control characters pass them. */
export function printData(text: string): void {
  process.stdout.write(printableLines(text));
}

/** The one document of `--json`: what it is and in which version of its form stands first (docs/schemas.md). */
export function printDocument(name: DocumentName, content: object): void {
  printData(`${JSON.stringify(documentOf(name, content), null, 2)}\n`);
}

/** The same in one line, for logs. */
export function printDocumentLine(name: DocumentName, content: object): void {
  printData(`${JSON.stringify(documentOf(name, content))}\n`);
}

/** The width of lines where nobody says: what is written to a file is read in a terminal later. */
const DEFAULT_WIDTH = 80;

/** Text for people goes to stdout too: in lines that fit, with colours where the stream shows them. */
export function printText(
  text: string,
  { wide, color }: Pick<Globals, 'wide' | 'color'>,
  wallets: Wallets = 'short',
): void {
  const { stdout } = process;
  const width = wide ? null : Math.max(DEFAULT_WIDTH, stdout.isTTY ? stdout.columns : DEFAULT_WIDTH);
  const depth = color && stdout.isTTY ? stdout.getColorDepth() : 1;
  stdout.write(coloured(fittedText(advised(text), width, wallets), depth));
}

/** Everything else goes to stderr: in lines that fit a terminal, whole into a file or a pipe, which a program may read. */
export function printNote(text: string): void {
  const { stderr } = process;
  if (isLog) {
    stderr.write(logLines(advised(text), new Date()));
    return;
  }
  const width = stderr.isTTY ? Math.max(DEFAULT_WIDTH, stderr.columns) : null;
  stderr.write(fittedText(advised(text), width, 'whole'));
}

/** Every command that a text for people advises is about the books of this command line. */
function advised(text: string): string {
  return printableLines(withGivenOptions(text, given));
}

let given: readonly GivenOption[] = [];

/** From now on commands that a text advises have these options. */
export function adviseWith(options: readonly GivenOption[]): void {
  given = options;
}

let isLog = false;

/** From now on stderr is a log, each of its lines with time and level: for a command that a timer starts. What it returns writes there. */
export function logNotes(): typeof printNote {
  isLog = true;
  return printNote;
}

/** Draws progress where stderr is a terminal; silent otherwise. */
export function progressOn(globals: Pick<Globals, 'quiet'>): Progress {
  if (globals.quiet || isLog || !process.stderr.isTTY) return SILENT;
  let stage = '';
  let startedMs = 0;
  let drawnMs = 0;
  const draw = (text: string): void => {
    process.stderr.write(`\r\u001b[2K${text}`);
  };
  return {
    stage(text) {
      stage = text;
      startedMs = performance.now();
      draw(stage);
    },
    advance(done, total, unit) {
      const nowMs = performance.now();
      if (nowMs - drawnMs < 100) return;
      drawnMs = nowMs;
      draw(`${stage}  ${amountDone(done, total, unit, (nowMs - startedMs) / 1000)}`);
    },
    end() {
      draw('');
    },
  };
}

function amountDone(done: number, total: number, unit: 'rows' | 'bytes', seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const shown = unit === 'bytes' ? `${(done / 1e6).toFixed(0)} MB` : `${done} rows`;
  const speed = unit === 'bytes' ? `${(rate / 1e6).toFixed(0)} MB/s` : `${rate.toFixed(0)} rows/s`;
  if (total === 0) return `${shown}, ${speed}`;
  const left = rate > 0 ? Math.ceil((total - done) / rate) : 0;
  return `${Math.floor((done / total) * 100)} %, ${speed}, ${left} s left`;
}
