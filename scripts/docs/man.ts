import type { Command, Help, Option } from 'commander';
import { EXIT_MEANINGS } from '../../src/cli/exit-codes.ts';
import { EVERYWHERE } from '../../src/cli/globals.ts';
import { HELP } from '../../src/cli/help.ts';
import { documentedProgram } from './commands.ts';

/** man/revshare.1: the same commands as docs/commands.md, for man(1). It has no date, so that it changes with the code alone. */
export function manPage(): string {
  const program = documentedProgram();
  const help = program.createHelp();
  const shared = (program.commands[0]?.options ?? []).filter(isShared);
  return [
    '.TH REVSHARE 1',
    '.SH NAME',
    'revshare \\- closes the month of a worker revenue share',
    '.SH SYNOPSIS',
    '.B revshare',
    '.I command',
    '[options]',
    '.SH COMMANDS',
    ...program.commands.flatMap((each) => commandPart(each, help)),
    '.SH OPTIONS OF EVERY COMMAND',
    ...shared.flatMap((each) => optionPart(each, help)),
    '.SH EXIT STATUS',
    ...Object.entries(EXIT_MEANINGS).flatMap(([code, meaning]) => ['.TP', `.B ${code}`, escaped(meaning)]),
    '',
  ].join('\n');
}

function commandPart(command: Command, help: Help): string[] {
  const own = command.options.filter((option) => !isShared(option));
  return [
    `.SS ${escaped(help.commandUsage(command))}`,
    `${escaped(command.description())}.`,
    ...own.flatMap((each) => optionPart(each, help)),
    ...(HELP[command.name()]?.examples ?? []).flatMap(([line, what]) => [
      ...['.PP', `${escaped(what)}:`, '.PP', '.nf'],
      ...[`    revshare ${escaped(line)}`, '.fi'],
    ]),
  ];
}

function optionPart(option: Option, help: Help): string[] {
  return ['.TP', `.B ${escaped(help.optionTerm(option))}`, escaped(help.optionDescription(option))];
}

function isShared(option: Option): boolean {
  return option.helpGroupHeading === EVERYWHERE;
}

/** Backslashes and hyphens as roff wants them; a line that begins with a dot or a quote is no request. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}
