import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands } from './all-commands.ts';
import { completionScript } from './completion.ts';
import { HELP } from './help.ts';

const program = new Command('revshare').exitOverride();
addCommands(program, () => undefined);

describe('the help of commands', () => {
  it('has examples for each, and for no other', () => {
    expect(Object.keys(HELP).sort()).toEqual(program.commands.map((each) => each.name()).sort());
    for (const { examples } of Object.values(HELP)) expect(examples.length).toBeGreaterThan(0);
  });

  it.each(program.commands)('of $_name: options that it has, and examples that it takes', (command) => {
    const { examples = [], without = [] } = HELP[command.name()] ?? {};
    for (const option of without) expect(command.options.map(({ long }) => long)).toContain(option);
    for (const [line] of examples) {
      const [name, ...words] = (line.split(' >')[0] ?? '').split(' ');
      expect(name).toBe(command.name());
      // What an option is not is an argument.
      const { operands, unknown } = command.parseOptions(words);
      expect(unknown, line).toEqual([]);
      expect(operands.length, line).toBeLessThanOrEqual(command.registeredArguments.length);
      for (const option of without) expect(words, line).not.toContain(option);
    }
  });
});

describe('the completion', () => {
  it('of bash completes commands, and the options that help shows', () => {
    const reply = (...words: string[]): string[] => {
      const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _revshare`;
      const script = `${completionScript('bash', program)}\n${line}\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
    };
    expect(reply('revshare', 'rec')).toEqual(['reconcile']);
    expect(reply('revshare', 'finalize', '--acc')).toEqual(['--accept']);
    expect(reply('revshare', 'init', '--da')).toEqual(['']);
  });

  it.each(['zsh', 'fish'] as const)('of %s names every command and closes every quote', (shell) => {
    const script = completionScript(shell, program);
    for (const command of program.commands) expect(script).toContain(command.name());
    for (const line of script.split('\n').filter((each) => !each.startsWith('#'))) {
      expect(line.replaceAll("'\\''", '').split("'").length % 2, line).toBe(1);
    }
  });
});
