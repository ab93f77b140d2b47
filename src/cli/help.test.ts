import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** `.ci/run` installs both shells where it may. */
function isMissing(shell: 'zsh' | 'fish'): boolean {
  return spawnSync(shell, ['--version']).error !== undefined;
}

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
    expect(reply('revshare', 'help', 'rec')).toEqual(['reconcile']);
    expect(reply('revshare', 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(reply('revshare', 'payouts', '2026-10', '--days', 'm')).toEqual(['month-first']);
    expect(reply('revshare', 'journal', '--for', '')).toEqual(['quickbooks', 'xero']);
    expect(reply('revshare', 'statement', '--format', 'h')).toEqual(['html']);
    expect(reply('revshare', 'whatif', '2026-10', '--refunds', 'd')).toEqual(['deferred-first']);
    expect(reply('revshare', 'whatif', '2026-10', '--trial-jobs', '')).toEqual(['count', 'exclude']);
    expect(reply('revshare', 'journal', '2026-10', '--state', 'r')).toEqual(['review']);
    expect(reply('revshare', 'init', '--default-method', 'us')).toEqual(['usdc']);
  });

  it.skipIf(isMissing('zsh'))('of zsh completes at the first key, from a file of $fpath and where it is read', () => {
    const directory = mkdtempSync(join(tmpdir(), 'revshare-zsh-'));
    writeFileSync(join(directory, '_revshare'), completionScript('zsh', program));
    for (const settled of [
      'autoload -Uz compinit; compinit -u -D',
      'autoload -Uz compinit; compinit -u -D; . $fpath[1]/_revshare',
    ]) {
      // A shell in a terminal of its own; what it completes is shown by a function of the program's name.
      const script = `zmodload zsh/zpty; zpty -b z "TERM=dumb zsh -f -i"
        zpty -w z 'fpath=(${directory} $fpath); ${settled}; revshare() { print "GO""T" "$@" . }; PS1="REA""DY"'
        zpty -r -m z out '*READY*'
        for line in 'rec' 'finalize --acc'; do
          zpty -w z "revshare $line"$'\t'; zpty -r -m z out '*GOT*.*'; print -r -- "GOT\${out##*GOT}"
        done`;
      const said = execFileSync('zsh', ['-f', '-c', script], { encoding: 'utf8', timeout: 30_000 });
      expect(said.match(/(?<=GOT ).*(?= [.])/g), settled).toEqual(['reconcile', 'finalize --accept']);
    }
    rmSync(directory, { recursive: true });
  });

  it.skipIf(isMissing('fish'))('of fish completes commands, options and files, each in its place', () => {
    const directory = mkdtempSync(join(tmpdir(), 'revshare-fish-'));
    writeFileSync(join(directory, 'recent.csv'), '');
    const reply = (line: string): string[] => {
      const script = `${completionScript('fish', program)}\ncomplete -C '${line}'`;
      const options = { cwd: directory, encoding: 'utf8', env: { ...process.env, HOME: directory } } as const;
      return execFileSync('fish', ['--no-config', '-c', script], options)
        .trim()
        .split('\n')
        .map((each) => each.split('\t', 1)[0] ?? '');
    };
    expect(reply('revshare rec')).toEqual(['reconcile']);
    expect(reply('revshare finalize --acc')).toEqual(['--accept']);
    expect(reply('revshare import rec')).toEqual(['recent.csv']);
    rmSync(directory, { recursive: true });
  });

  it.each(['zsh', 'fish'] as const)('of %s names every command and closes every quote', (shell) => {
    const script = completionScript(shell, program);
    for (const command of program.commands) expect(script).toContain(command.name());
    for (const line of script.split('\n').filter((each) => !each.startsWith('#'))) {
      expect(line.replaceAll("'\\''", '').split("'").length % 2, line).toBe(1);
    }
  });
});
