/**
 * Why a timeline cannot be followed; `undefined` for one that can. PostgreSQL reads what begins with 0 as octal, and takes what is not a number
 * for 0.
 */
export function timelineProblem(value: string): { readonly problem: string; readonly fix: string } | undefined {
  if (/^(?:current|latest|[1-9]\d{0,9})$/.test(value)) return undefined;
  const hexadecimal = /^[0-9A-Fa-f]{8}$/.test(value) ? Number.parseInt(value, 16) : 0;
  return {
    problem: "`target-timeline` takes a decimal number that does not begin with 0, `current` or `latest`.",
    fix:
      hexadecimal > 0
        ? `Write \`${hexadecimal}\` if this is the beginning of a WAL file's name, which is hexadecimal${/^0*[1-9]\d*$/.test(value) && Number(value) !== hexadecimal ? `, or \`${Number(value)}\` if it is decimal` : ""}.`
        : "Write, for example, `target-timeline=1`.",
  };
}
