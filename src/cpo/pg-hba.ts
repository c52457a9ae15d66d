/** What a list for `pg_hba.conf` does with pgBackRest, which connects to the database `postgres` through the socket, as `postgres` and without a password. */
export type SocketAccess =
  /** It is let in, or nobody can tell. */
  | { readonly is: "open" }
  /** The line at this place turns it away, or asks for a password. */
  | { readonly is: "closed"; readonly at: number; readonly method: string }
  /** No line is about it, and PostgreSQL lets nobody in without one. */
  | { readonly is: "absent" };

/** The first line that matches decides. An entry is undefined where it is not known, and may be about the socket. Where it may be one that cannot be read here, for example `+role`, `@file` or `include`, nothing is certain. */
export function socketAccess(list: ReadonlyArray<string | undefined>): SocketAccess {
  for (const [at, entry] of list.entries()) {
    if (entry === undefined) return { is: "open" };
    for (const line of entry.split(/\r?\n/)) {
      const verdict = verdictOf(line);
      if (verdict === "open") return { is: "open" };
      if (verdict !== "other") return { is: "closed", at, method: verdict };
    }
  }
  return { is: "absent" };
}

/** The method of a line that keeps pgBackRest out; `other` for a line that lets nobody in whom a later one does not. */
function verdictOf(line: string): string {
  const fields = fieldsOf(line);
  if (fields === undefined) return "open";
  if (fields.length === 0) return "other";
  const [[type] = [], databases = [], users = [], [method] = []] = fields;
  if (type === undefined || !/^(?:local|host(?:(?:no)?(?:ssl|gssenc))?)$/.test(type.text)) return "open";
  if (type.text !== "local") return "other";
  // A line without a method is a mistake, for which PostgreSQL takes none of the list.
  if (method === undefined) return "open";
  const isFor = both(anyOf(databases, isForDatabase), anyOf(users, isForUser));
  if (isFor === false) return "other";
  if (!closed.has(method.text)) return "open";
  return isFor === true ? method.text : "other";
}

/** The methods that turn away, or ask for a password in every case. */
const closed = new Set(["reject", "scram-sha-256", "md5", "password", "ldap", "radius"]);

/** Undefined where nobody can tell. */
type Answer = boolean | undefined;

const both = (one: Answer, other: Answer): Answer =>
  one === false || other === false ? false : one === true && other === true ? true : undefined;

function anyOf(tokens: readonly Token[], isFor: (token: Token) => Answer): Answer {
  const answers = tokens.map(isFor);
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

const isForDatabase = (token: Token): Answer =>
  (!token.isQuoted && ["all", "sameuser", "samerole", "samegroup"].includes(token.text)) || isName(token);

const isForUser = (token: Token): Answer => {
  if (token.isQuoted) return isName(token);
  if (token.text.startsWith("+")) return token.text === "+postgres" ? true : undefined;
  return token.text === "all" || isName(token);
};

const isName = ({ text, isQuoted }: Token): Answer =>
  text.startsWith("/") || (text.startsWith("@") && !isQuoted) ? undefined : text === "postgres";

interface Token {
  readonly text: string;
  /** True for a name in quotes, which is never a keyword. */
  readonly isQuoted: boolean;
}

/** The fields of a line, each with what commas separate in it; undefined for a line that is not read here: it goes on in the next, or has quotes within a word. */
function fieldsOf(line: string): ReadonlyArray<readonly Token[]> | undefined {
  if (line.endsWith("\\")) return undefined;
  const fields: Token[][] = [];
  let after: "blank" | "comma" | "token" = "blank";
  for (const [part] of line.matchAll(/\s+|,|#.*|"[^"]*"|[^\s,"#]+|"/g)) {
    if (part.startsWith("#")) break;
    if (part === ",") {
      if (after === "token") after = "comma";
    } else if (part.trim() === "") {
      if (after === "token") after = "blank";
    } else {
      if (part === '"' || after === "token") return undefined;
      const isQuoted = part.startsWith('"');
      const token = { text: isQuoted ? part.slice(1, -1) : part, isQuoted };
      if (after === "comma") fields.at(-1)?.push(token);
      else fields.push([token]);
      after = "token";
    }
  }
  return fields;
}
