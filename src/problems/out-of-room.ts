/** The job logs need more of the machine than they may have: no fault of an input, and mended without changing one. */
export class OutOfRoom extends Error {
  readonly code: 'spill-disk-full' | 'memory-too-small';
  /** Where it spills. */
  readonly directory: string;

  constructor(code: OutOfRoom['code'], directory: string, options: { readonly cause: unknown }) {
    super(`${code}: ${directory}`, options);
    this.name = 'OutOfRoom';
    this.code = code;
    this.directory = directory;
  }
}
