import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program, root } from "../tools.ts";

/** A copy of folders of the project in a temporary place, where hosts may write; removed by `remove`. */
export interface Workspace {
  readonly path: (...parts: readonly string[]) => string;
  readonly read: (file: string) => string;
  readonly write: (file: string, text: string) => void;
  /** Files below a folder with their texts, in order. */
  readonly files: (folder: string) => Readonly<Record<string, string>>;
  readonly remove: () => void;
}

/** Makes a workspace with copies of the given folders of the project, at the same relative places. */
export function workspace(...folders: readonly string[]): Workspace {
  const base = mkdtempSync(join(tmpdir(), "expand-pgbackrest-"));
  for (const folder of folders) cpSync(join(root, folder), join(base, folder), { recursive: true });
  symlinkSync(program, join(base, "expand-pgbackrest"));
  return {
    path: (...parts) => join(base, ...parts),
    read: (file) => readFileSync(join(base, file), "utf8"),
    write: (file, text) => {
      mkdirSync(join(base, file, ".."), { recursive: true });
      writeFileSync(join(base, file), text);
    },
    files: (folder) =>
      Object.fromEntries(
        readdirSync(join(base, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
          .map((file) => [file.slice(join(base, folder).length + 1), readFileSync(file, "utf8")]),
      ),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** A function declaration that runs the built program. */
export const execFunction = (path: string, spec = "{}") => `apiVersion: fn.cpo.opensource.cybertec.at/v1alpha1
kind: ExpandPgBackRest
metadata:
  name: expand-pgbackrest
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: ${path}
spec: ${spec}
`;
