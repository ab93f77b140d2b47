const CHARACTERS = 16;

/** How a row of a report names the input that it comes from: by the first characters of its SHA-256. manifest.json has the whole. */
export function citedInput(sha256: string): string {
  return sha256.slice(0, CHARACTERS);
}

/** An input, as cited, and a line of it as one key: by it rows of two reports meet. */
export function citedPlace(cited: string, line: number): string {
  return `${cited}:${line}`;
}
