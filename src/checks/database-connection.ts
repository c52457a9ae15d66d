import { dataDirectory } from "../cpo/fixed-lines.ts";
import { isSocketFolder, socketFolders } from "../cpo/socket-folders.ts";
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
      return isSocketFolder(value) || hasSocketIn(value, parameters) ? "same" : instead("/var/run/postgresql/");
    default:
      return undefined;
  }
}

/** True for a folder in which PostgreSQL is told to have a socket; it reads names without case. */
const hasSocketIn = (path: string, parameters: Readonly<Record<string, string>>): boolean =>
  Object.entries(parameters).some(
    ([name, value]) =>
      name.toLowerCase() === "unix_socket_directories" &&
      socketFolders(value).some((folder) => plainPath(folder) === plainPath(path)),
  );

const plainPath = (path: string) => path.replace(/\/+$/, "");
