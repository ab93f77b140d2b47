import { Command, CommanderError } from 'commander';
import { listenForNotices } from '../app/books/directory/notices.ts';
import { addCommands } from './all-commands.ts';
import { adviseWith, logNotes, printNote } from './console.ts';
import { type End, EXIT, EXIT_MEANINGS, type ExitCode } from './exit-codes.ts';
import { givenOptions } from './given-options.ts';
import { commandFirst, type Globals, isSwitchedOn, ownOptionsFirst, refuseNoCommand } from './globals.ts';
import { checkTyped } from './typed-words.ts';
import { VERSION } from './version.ts';

/** Runs one command line, and says how it ended. Commands are loaded when they are called, so that start-up stays short. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  let called: Globals | null = null;
  adviseWith([]);
  listenForNotices((text) => printNote(`warning: ${text}\n`));
  const program = new Command('revshare')
    .configureHelp({ groupItems: ownOptionsFirst })
    .description(
      'Closes the month of a worker revenue share: store exports and job logs in, exact payouts per wallet out.',
    )
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(revshare --help shows the commands)')
    .addHelpText('after', EXIT_CODES)
    .hook('preAction', (_, command) => {
      called = command.opts<Globals>();
      checkTyped(command, argv);
      adviseWith(givenOptions(command, program));
    });

  const end: End = (code) => {
    exitCode = code;
  };
  const line = commandFirst(argv);
  const isRun = line[0] === 'run';
  if (isRun) program.configureOutput({ writeErr: logNotes() });
  addCommands(program, end);

  try {
    refuseNoCommand(argv);
    await program.parseAsync(line, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    printNote(whereMonthStands(error, program, line));
    // A timer's log has a line for each run: the last one would else be read as this one's.
    if (isRun) return (await import('./commands/run.ts')).runWithoutOptions(error);
    const json = argv.includes('--json') || wantsJson();
    const { printFailure, reportFailure } = await import('./failures.ts');
    if (error instanceof CommanderError) {
      if (json) printFailure(error.message.replace(/^error: /, ''), EXIT.didNotRun);
      return EXIT.didNotRun; // stderr has it already
    }
    const places = called ?? { data: null, out: null };
    return reportFailure(error, { ...places, json });
  }
}

/** Some commands have a month as an option, others as their argument: what a person does who mistook one for the other. */
function whereMonthStands(error: unknown, program: Command, line: readonly string[]): string {
  if (!(error instanceof CommanderError) || !error.message.startsWith("error: unknown option '--month")) return '';
  const command = program.commands.find((each) => each.name() === line[0]);
  const takesMonth = command?.registeredArguments.some((each) => each.name() === 'month') === true;
  return takesMonth ? `The month stands alone here: revshare ${command.name()} 2026-10\n` : '';
}

/** What the environment says; what it says wrongly is told elsewhere. */
function wantsJson(): boolean {
  try {
    return isSwitchedOn('REVSHARE_JSON');
  } catch {
    return false;
  }
}

const EXIT_CODES = `\nExit codes:\n${Object.entries(EXIT_MEANINGS)
  .map(([code, meaning]) => `${code.padStart(5)}  ${meaning}`)
  .join('\n')}`;
