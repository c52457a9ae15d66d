import { isValueFilledInLater } from "../secret/placeholder.ts";
import { quotableText } from "../text/quotable.ts";

/** True for the value of a variable that a later step fills in, or that Kubernetes takes from another variable. */
export const hasUnknownValue = (value: string): boolean => value.includes("$(") || isValueFilledInLater(value);

/** An option by which pgBackRest finds the database: its value is the operator's, another one, or one that is right for some roles. */
export type ConnectionValue = "same" | "role" | { readonly problem: string };

/** What the value of an option of the database means; `undefined` for an option by which pgBackRest does not look for the database. */
export function connectionValue(
  option: string,
  value: string,
  parameters: Readonly<Record<string, string>> = {},
): ConnectionValue | undefined {
  const instead = (own: string): ConnectionValue => ({
    problem: `is \`${quotableText(value)}\` in place of the operator's \`${own}\``,
  });
  switch (option) {
    case "pg-user":
      return value === "postgres" ? "same" : "role";
    case "pg-host":
      return { problem: "names a host, which pgBackRest tries to reach by SSH or TLS" };
    case "pg-port":
      return value === "5432" ? "same" : instead("5432");
    case "pg-path":
      return plainPath(value) === dataDirectory ? "same" : instead(dataDirectory);
    case "pg-socket-path":
      return ["/var/run/postgresql", ...socketFolders(parameters)].map(plainPath).includes(plainPath(value))
        ? "same"
        : instead("/var/run/postgresql/");
    default:
      return undefined;
  }
}

const dataDirectory = "/home/postgres/pgdata/pgroot/data";

/** The folders in which PostgreSQL is told to have a socket; it reads names without case. */
const socketFolders = (parameters: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(parameters)
    .filter(([name]) => name.toLowerCase() === "unix_socket_directories")
    .flatMap(([, value]) => value.split(","))
    .map((folder) => folder.trim().replace(/^"(.*)"$/, "$1"));

const plainPath = (path: string) => path.replace(/\/+$/, "").replace(/^\/run\//, "/var/run/");
