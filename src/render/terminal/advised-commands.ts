/** An option that a person gave on the command line, and the commands for which it says the same. */
export interface GivenOption {
  /** With its dashes. */
  readonly flag: string;
  readonly value: string;
  readonly commands: ReadonlySet<string>;
}

/** A command that a text advises, with its month: the place behind which options may stand. Help is the same for all books. */
const ADVISED = /(?<=^|[\s(`])revshare ([a-z][a-z-]*)(?: (?:\d{4}-\d{2}|MONTH)(?![\w-]))?(?! --help)/g;
/** Begins a line that quotes a row of an export: nothing of it is changed. */
const QUOTE = /^\s*\| /;

/**
 * A text for people whose commands name the same books as the command line that it answers: a line that is copied does what it says.
 * An option that the rest of the line has already is not added.
 */
export function withGivenOptions(text: string, given: readonly GivenOption[]): string {
  if (given.length === 0) return text;
  return text
    .split('\n')
    .map((line) => (QUOTE.test(line) ? line : withOptions(line, given)))
    .join('\n');
}

function withOptions(line: string, given: readonly GivenOption[]): string {
  return line.replaceAll(ADVISED, (advised: string, command: string, at: number) => {
    const rest = line.slice(at);
    const options = given
      .filter(({ flag, commands }) => commands.has(command) && !rest.includes(`${flag} `))
      .map(({ flag, value }) => ` ${flag} ${quotedForShell(value)}`);
    return advised + options.join('');
  });
}

/** A word as every shell takes it whole and unchanged. */
export function quotedForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
