import { dirname } from "node:path";
import type { Severity } from "../findings/finding.ts";
import type { Unreadable } from "../krm/split-with-library.ts";
import type { Located } from "./located.ts";

/** A file that is not judged, and why. */
export type UnreadFile = Located & { readonly file: string };

/** The id of these findings. They are about files, not about resources, so they are not rules. */
const rule = "file-not-read";

function unreadFile(
  file: string,
  severity: Severity,
  { problem, fix, line = 1, column = 1 }: Words & { readonly line?: number; readonly column?: number },
): UnreadFile {
  const object = { apiVersion: "", kind: "", file: { path: file } };
  return {
    finding: { rule, severity, at: { in: "field", object, path: [] }, problem, fix },
    file,
    line,
    column,
  };
}

interface Words {
  readonly problem: string;
  readonly fix: string;
}

/** A kustomization that the user named, as `check *.yaml` does. */
export const unreadKustomization = (path: string): UnreadFile =>
  unreadFile(path, "info", {
    problem: "This is a kustomization, not a resource; the other files are checked as they are, without it.",
    fix: `To check what it builds, use \`--kustomize ${dirname(path)}\`.`,
  });

/** A patch that the user named. */
export const unreadPatch = (path: string, field: string): UnreadFile =>
  unreadFile(path, "info", {
    problem: `The kustomization in this folder lists this file under \`${field}\`, so it is not checked as a resource.`,
    fix: "To check what it changes, use `--kustomize` with the folder of the kustomization.",
  });

/** A file that the user took for one of pgBackRest's. */
export const unreadConf = (path: string): UnreadFile =>
  unreadFile(path, "warning", {
    problem:
      "This is not a configuration file of pgBackRest: no line of it sets an option of pgBackRest. It was not checked.",
    fix: "Write `option = value` lines under `[global]`, or leave the file out.",
  });

/** A file that a Secret will hold, with options that pgBackRest does not know. */
export const misspelledConf = (path: string, line: number): UnreadFile =>
  unreadFile(path, "warning", {
    line,
    problem:
      "Lines of this file look like options of pgBackRest, but none is spelled as one, so they have no effect. It was not checked.",
    fix: "Write `option = value` under `[global]`, with the names of options in lower case, with hyphens and the repository's number, for example `repo1-s3-key`; or leave the file out with `--ignore`.",
  });

/** A document that is not a resource, in a file with others that are. */
export const unreadDocument = (path: string, { unreadable }: Unreadable): UnreadFile =>
  unreadFile(path, "warning", {
    problem: `A document of this file was not checked: ${unreadable}`,
    fix: "Remove it, or give it a `kind`.",
  });

/** A text that becomes a manifest only later. */
export const unreadTemplate = (path: string, { at }: Unreadable): UnreadFile =>
  unreadFile(path, "warning", {
    ...at,
    problem: "This is a template, not a manifest, so it was not checked.",
    fix: "Render it first, for example with `helm template . | expand-pgbackrest check -`, or leave it out with `--ignore`.",
  });

/**
 * A text that is not a list of resources. What is not a manifest at all is a warning. What was meant to be a manifest and is not YAML is an error:
 * a cluster may be in it.
 */
export function unreadText(path: string, text: string, { unreadable, at }: Unreadable): UnreadFile {
  return unreadFile(path, isManifest(text) ? "error" : "warning", {
    ...at,
    problem: `This file was not checked: ${unreadable}`,
    fix: isManifest(text)
      ? "Correct it; a cluster in it would not be noticed."
      : "If it is not a manifest, leave it out with `--ignore`.",
  });
}

/** True where a text was meant to be a resource, in YAML or JSON, though it cannot be read: it may be UTF-16, too. */
const isManifest = (text: string) =>
  /^kind\s*:|["']kind["']\s*:|cpo\.opensource\.cybertec\.at/m.test(text.replaceAll("\0", ""));
