/**
 * Whether two texts name one person: without letter case, blanks, characters that show nothing and the width of letters. `Ada`, ` ada` and
 * `Ａｄａ` are one; who goes by another name is not known.
 */
export function isSameName(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}\p{Cc}]/gu, '')
    .toLowerCase();
}
