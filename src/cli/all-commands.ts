import type { Command } from 'commander';
import { bookCommands } from './book-commands.ts';
import { closeCommands } from './close-commands.ts';
import { comparisonCommands } from './comparison-commands.ts';
import type { End } from './exit-codes.ts';
import { withHelp } from './help.ts';
import { payoutCommands, statementCommands } from './payout-commands.ts';
import { shellCommands } from './shell-commands.ts';
import { refuseMissingValues } from './typed-words.ts';

/** Every command, with its help: what the program runs, and pages, man page and completion are made of. */
export function addCommands(program: Command, end: End): void {
  for (const add of [bookCommands, closeCommands, comparisonCommands, payoutCommands, statementCommands]) {
    add(program, end);
  }
  shellCommands(program, end);
  withHelp(program);
  refuseMissingValues(program.commands);
}
