import type { Finding } from "../findings/finding.ts";
import type { ClusterCounts } from "../function/write.ts";

/** The id of the finding that there is nothing to check. The summary of the text format says it, so that format does not list it. */
export const noClusterId = "no-cluster";

/** What is said about the input as a whole, where it has fewer clusters than it should. */
export function clusterFindings(
  { checked, unselected }: ClusterCounts,
  found: { readonly clusters: number; readonly files: number; readonly folders: number; readonly confFiles: number },
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
        fix: "Check the paths and the selector, or change `--require-clusters`.",
      }),
    );
  return findings;
}

function aboutAll(
  severity: Finding["severity"],
  rule: string,
  { problem, fix }: Pick<Finding, "problem" | "fix">,
): Finding {
  return { rule, severity, at: { in: "field", object: { apiVersion: "", kind: "" }, path: [] }, problem, fix };
}
