/** A number of things with their word: `1 wallet`, `2 wallets`, `0 wallets`. @param word of one of them; of several with an s */
export function countOf(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`;
}
