/** A file of a world's inputs. */
export interface WorldFile {
  readonly name: string;
  readonly bytes: Buffer;
}
