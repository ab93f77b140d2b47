import type { Argument, Command, Help, Option } from 'commander';
import { EXIT_MEANINGS } from '../../src/cli/exit-codes.ts';
import { EVERYWHERE } from '../../src/cli/globals.ts';
import { HELP } from '../../src/cli/help.ts';
import { documentedProgram } from './commands.ts';

/**
 * The pages of man/ by file name: one that names the commands, and one of each, all from what their help is made of. They have
 * no date, so that they change with the code alone.
 */
export function manPages(): ReadonlyMap<string, string> {
  const program = documentedProgram();
  const help = program.createHelp();
  const pages = program.commands.map((each): [string, string] => [`${pageOf(each)}.1`, commandPage(each, help)]);
  return new Map([['revshare.1', overview(program.commands)], ...pages]);
}

function overview(commands: readonly Command[]): string {
  return text([
    ...head('revshare', 'closes the month of a worker revenue share'),
    ...['.SH SYNOPSIS', '.B revshare', '.I command', '[options]'],
    '.SH COMMANDS',
    ...commands.flatMap((each) => ['.TP', `.BR ${escaped(pageOf(each))} (1)`, `${escaped(each.description())}.`]),
    ...exitStatus(),
  ]);
}

function commandPage(command: Command, help: Help): string {
  const options = help.visibleOptions(command);
  const [own, shared] = [options.filter((each) => !isShared(each)), options.filter(isShared)];
  const inputs = command.registeredArguments.filter(({ description }) => description !== '');
  return text([
    ...head(pageOf(command), command.description()),
    ...['.SH SYNOPSIS', `.B ${escaped(help.commandUsage(command))}`],
    ...section('EXAMPLES', (HELP[command.name()]?.examples ?? []).flatMap(examplePart)),
    ...section(
      'ARGUMENTS',
      inputs.flatMap((each) => argumentPart(each, help)),
    ),
    ...section(
      'OPTIONS',
      own.flatMap((each) => optionPart(each, help)),
    ),
    ...section(
      'OPTIONS OF EVERY COMMAND',
      shared.flatMap((each) => optionPart(each, help)),
    ),
    ...exitStatus(),
    ...['.SH SEE ALSO', '.BR revshare (1)'],
  ]);
}

function pageOf(command: Command): string {
  return `revshare-${command.name()}`;
}

function head(name: string, what: string): string[] {
  return [`.TH ${escaped(name.toUpperCase())} 1`, '.SH NAME', `${escaped(name)} \\- ${escaped(what)}`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`.SH ${title}`, ...lines];
}

function examplePart([line, what]: readonly [line: string, what: string]): string[] {
  return ['.PP', `${escaped(what)}:`, '.PP', '.nf', `    revshare ${escaped(line)}`, '.fi'];
}

function argumentPart(argument: Argument, help: Help): string[] {
  return ['.TP', `.I ${escaped(argument.name())}`, escaped(help.argumentDescription(argument))];
}

function optionPart(option: Option, help: Help): string[] {
  return ['.TP', `.B ${escaped(help.optionTerm(option))}`, escaped(help.optionDescription(option))];
}

function exitStatus(): string[] {
  const meanings = Object.entries(EXIT_MEANINGS);
  return ['.SH EXIT STATUS', ...meanings.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, escaped(meaning)])];
}

function isShared(option: Option): boolean {
  return option.helpGroupHeading === EVERYWHERE;
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** Backslashes and hyphens as roff wants them; a line that begins with a dot or a quote is no request. */
function escaped(written: string): string {
  return written
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}
