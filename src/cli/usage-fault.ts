/**
 * A command line that cannot be understood (exit code 2). In a file without imports: the options are known at start-up,
 * months and dates only when a command is called.
 */
export class UsageFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageFault';
  }
}
