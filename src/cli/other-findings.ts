import type { Severity } from "../findings/finding.ts";

/** A finding that is not one of a rule: what it is called, and what it says. */
export interface OtherFinding {
  readonly title: string;
  readonly severity: Severity;
  /** Which commands report it; absent where the filter does, too. */
  readonly only?: readonly ("check" | "hydrate")[];
  /** One or more sentences, in Markdown. */
  readonly why: string;
  /** True where something was not judged, or not as the user wants it: no baseline can accept that. */
  readonly isUnjudged?: true;
}

/** The findings that are not rules, by id. They cannot be silenced. */
export const otherFindings = {
  "function-config": {
    title: "FunctionConfig that does not fit its schema",
    severity: "error",
    why: "The functionConfig does not fit its schema, so nothing was looked at.",
    isUnjudged: true,
  },
  "operator-configuration": {
    title: "Configuration of the operator that does not fit its schema",
    severity: "error",
    why: "The operator's configuration among the resources does not fit its schema.",
    isUnjudged: true,
  },
  "api-server-schema": {
    title: "Cluster that the API server refuses or cuts",
    severity: "error",
    why: "The API server refuses a `postgresql`, or drops a field of it without a word, and that field may be the backup section, a clone, or a part of them. Any other field that is dropped is a warning, `unknown-field`. The rest of the cluster is checked as if the mistake were mended where it is clear what was meant, else as if the field were not there, so one run reports most of what is wrong.",
  },
  override: {
    title: "Rule or severity that does not exist",
    severity: "error",
    why: "A rule or severity in `checks` does not exist. A rule that is switched off without a reason is a warning.",
    isUnjudged: true,
  },
  "name-taken": {
    title: "Object in the way of one that the function makes",
    severity: "error",
    why: "An object has a name that the function needs, and the function did not create it.",
  },
  "stale-object": {
    title: "Object that is not what its cluster asks for now",
    severity: "error",
    why: "An object that the function created is not what it would create now, or cannot be changed into that. Only `check` compares all of them.",
  },
  "require-clusters": {
    title: "Fewer clusters than required",
    severity: "error",
    only: ["check", "hydrate"],
    why: "Fewer clusters with a backup section were checked than `--require-clusters` asks for.",
    isUnjudged: true,
  },
  "not-hydrated": {
    title: "Folder that was not hydrated",
    severity: "error",
    only: ["hydrate"],
    why: "A folder could not be built or written.",
    isUnjudged: true,
  },
  "not-built": {
    title: "Kustomization that could not be built",
    severity: "error",
    only: ["check"],
    why: "A folder of `--kustomize` could not be built, so nothing in it was checked.",
    isUnjudged: true,
  },
  "file-not-read": {
    title: "File that was not checked",
    severity: "warning",
    only: ["check"],
    why: "A file was not checked. This is an error if it was meant to be a manifest and is not valid YAML, a warning if it is a template or no manifest, and an info for a kustomization or one of its patches that was named itself.",
    isUnjudged: true,
  },
  "judged-unbuilt": {
    title: "Clusters that were checked without their kustomization",
    severity: "info",
    only: ["check"],
    why: "Clusters were checked as written, though a kustomization changes or adds to them. `--kustomize` checks what it builds.",
  },
  "run-too-early": {
    title: "Function that runs before clusters are changed",
    severity: "warning",
    only: ["check"],
    why: "A kustomization of `--kustomize` lists the function where kustomize changes clusters after it has run.",
  },
  "no-cluster": {
    title: "No cluster in the input",
    severity: "info",
    only: ["check", "hydrate"],
    why: "There is no `postgresql` in the input, or the selector of the functionConfig matches none.",
    isUnjudged: true,
  },
  "in-baseline": {
    title: "Findings that the baseline accepts",
    severity: "info",
    only: ["check"],
    why: "Findings are left out because they are in the file of `--baseline`. This counts them.",
    isUnjudged: true,
  },
  "baseline-entry-gone": {
    title: "Entry of the baseline that no longer occurs",
    severity: "info",
    only: ["check"],
    why: "An entry of the file of `--baseline` no longer occurs: it can be removed, so that the same mistake is found when somebody makes it again.",
    isUnjudged: true,
  },
} as const satisfies Readonly<Record<string, OtherFinding>>;

/** The id of a finding that is not one of a rule. */
export type OtherFindingId = keyof typeof otherFindings;
