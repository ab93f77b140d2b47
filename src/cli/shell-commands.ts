import { Argument, type Command } from 'commander';
import type { End } from './exit-codes.ts';
import { EXIT } from './exit-codes.ts';
import { withGlobals } from './globals.ts';

/** Commands about the shell, not about books. */
export function shellCommands(program: Command, end: End): void {
  withGlobals(program.command('completion').description('print the completion of commands and options for a shell'))
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const [{ completionScript }, { printData }] = await Promise.all([
        import('./completion.ts'),
        import('./console.ts'),
      ]);
      printData(completionScript(shell, program));
      end(EXIT.done);
    });
}
