/** A destination as exports and screenings are compared with it: without blanks, in lower case. */
export function folded(destination: string): string {
  return destination.replaceAll(/\s/g, '').toLowerCase();
}
