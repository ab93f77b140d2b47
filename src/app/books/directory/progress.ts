/** What a long run reports while it goes on; the CLI draws it where stderr is a terminal. */
export interface Progress {
  /** A stage begins: what is done to what. */
  stage(text: string): void;
  /** How far the stage is; the total is 0 when it is not known. */
  advance(done: number, total: number, unit: 'rows' | 'bytes'): void;
  /** All stages are over. */
  end(): void;
}

/** Reports to nobody. */
export const SILENT: Progress = { stage: () => undefined, advance: () => undefined, end: () => undefined };
