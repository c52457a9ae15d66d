/**
 * A text without the characters at its end that are in `cut`. An expression such as `/ +$/` does the same in the square of the length: it
 * begins anew at every character of a long run that is not at the end.
 */
export function withoutEnd(text: string, cut: RegExp | string): string {
  const isCut = (character: string) => (typeof cut === "string" ? cut.includes(character) : cut.test(character));
  let end = text.length;
  while (end > 0 && isCut(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
