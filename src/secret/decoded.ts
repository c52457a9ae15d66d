/**
 * The text of a base64 value; undefined for bad base64. Bytes that are not UTF-8 are read as Latin-1, since pgBackRest does not look at the
 * encoding.
 */
export function decoded(base64: string): string | undefined {
  const plain = base64.replace(/\s/g, "");
  // Not one expression for groups of four: on a value of some megabytes it overflows the stack.
  if (plain.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return undefined;
  const bytes = Buffer.from(plain, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? bytes.toString("latin1") : text;
}
