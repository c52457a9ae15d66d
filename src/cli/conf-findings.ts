import { basename } from "node:path";
import { checkConfFile } from "../function/check-conf-file.ts";
import type { JsonValue } from "../json/json-value.ts";
import { optionOn } from "./conf-option.ts";
import type { Located } from "./located.ts";
import type { ConfFile } from "./manifests.ts";

/** What is wrong with configuration files of pgBackRest, each by itself. */
export async function confFindings(
  files: readonly ConfFile[],
  functionConfig: JsonValue | undefined,
): Promise<readonly Located[]> {
  const located: Located[] = [];
  for (const { path, bytes } of files) {
    const lines = bytes.toString("utf8").split("\n");
    for (const { finding, line } of await checkConfFile(basename(path), bytes, functionConfig))
      located.push({
        finding: { ...finding, at: { in: "field", object: { apiVersion: "", kind: "", file: { path } }, path: [] } },
        ...{ file: path, line, column: 1, ...optionOn(lines[line - 1] ?? "") },
      });
  }
  return located;
}
