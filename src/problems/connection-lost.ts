/** The connection to a server broke while it was asked (exit code 3): no fault of an input, and the same command may be run again. */
export class ConnectionLost extends Error {
  /** What was asked there, for people. */
  readonly what: string;

  constructor(what: string, options: { readonly cause: unknown }) {
    super(`the connection to the server of ${what} was lost`, options);
    this.name = 'ConnectionLost';
    this.what = what;
  }
}
