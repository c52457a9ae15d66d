import type { Finding } from "../findings/finding.ts";
import type { ClusterCounts } from "../function/write.ts";

/** The id of the finding that there is nothing to check. The summary of the text format says it, so that format does not list it. */
export const noClusterId = "no-cluster";

/** What there was to look for clusters in. */
export interface FoundInput {
  readonly clusters: number;
  readonly files: number;
  readonly folders: number;
  readonly confFiles: number;
  /** Kustomizations that could not be built, and files that could not be read: both are errors of their own. */
  readonly unbuilt: number;
  readonly unread: number;
}

/** What is said about the input as a whole, where it has fewer clusters than it should. */
export function clusterFindings(
  { checked, unselected, unreadable }: ClusterCounts,
  found: FoundInput,
  required: number,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (found.clusters === 0) {
    const files = found.files === 1 ? "1 file" : `${found.files} files`;
    const folders = found.folders === 1 ? "1 kustomization" : `${found.folders} kustomizations`;
    const parts = [...(found.files > 0 || found.folders === 0 ? [files] : []), ...(found.folders > 0 ? [folders] : [])];
    if (found.confFiles > 0)
      findings.push(
        aboutAll("info", noClusterId, {
          problem: `No postgresql found, so ${found.confFiles === 1 ? "1 file" : `${found.confFiles} files`} of pgBackRest ${found.confFiles === 1 ? "was" : "were"} checked alone.`,
          fix: "To check a file together with its cluster, use `--kustomize DIR` with the kustomization that makes a Secret of it.",
        }),
      );
    else
      findings.push(
        aboutAll("info", noClusterId, {
          problem: `No postgresql found in ${parts.join(" and ")}, so nothing was checked.`,
          fix: "Check the paths. In CI, `--require-clusters 1` makes this an error.",
        }),
      );
  } else if (checked === 0 && unselected === found.clusters)
    findings.push(
      aboutAll("info", noClusterId, {
        problem: `The selector in the functionConfig matches none of the postgresqls found (${found.clusters}), so nothing was checked.`,
        fix: "Check the selector and the labels. In CI, `--require-clusters 1` makes this an error.",
      }),
    );
  if (checked < required)
    findings.push(
      aboutAll("error", "require-clusters", {
        problem: `Only ${checked} ${checked === 1 ? "cluster" : "clusters"} with a backup section could be checked, but ${required} ${required === 1 ? "is" : "are"} required.`,
        fix: missingFor({ unreadable, unbuilt: found.unbuilt, unread: found.unread }),
      }),
    );
  return findings;
}

/** Where errors that are reported already may explain it, they come first. */
function missingFor({
  unreadable,
  unbuilt,
  unread,
}: Pick<ClusterCounts & FoundInput, "unreadable" | "unbuilt" | "unread">): string {
  const counted = (count: number, one: string, many: string) =>
    count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];
  const causes = [
    ...counted(
      unreadable,
      "cluster has errors that keep it from being checked",
      "clusters have errors that keep them from being checked",
    ),
    ...counted(unbuilt, "kustomization could not be built", "kustomizations could not be built"),
    ...counted(unread, "file could not be read", "files could not be read"),
  ];
  return causes.length === 0
    ? "Check the paths and the selector, or change `--require-clusters`."
    : `${causes.join(", and ")}: correct ${unreadable + unbuilt + unread === 1 ? "this" : "these"} first.`;
}

function aboutAll(
  severity: Finding["severity"],
  rule: string,
  { problem, fix }: Pick<Finding, "problem" | "fix">,
): Finding {
  return { rule, severity, at: { in: "field", object: { apiVersion: "", kind: "" }, path: [] }, problem, fix };
}
