import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ComparedInput, compareInputs, type FoundBetween } from "../checks/compare-inputs.ts";
import { isError } from "../findings/errors.ts";
import type { Finding, ObjectRef, Place } from "../findings/finding.ts";
import type { KeptInput } from "../function/check-input.ts";
import type { ClusterCounts, Outcome } from "../function/write.ts";
import { clusterFindings } from "./cluster-findings.ts";
import type { Report } from "./formats/report.ts";
import { kustomizationNames } from "./kustomization-files.ts";
import { locatedBy } from "./located.ts";

/** Collects what was found in folders, and what is found between them. It keeps their clusters, and nothing of their texts. */
export interface FolderFindings {
  readonly add: (folder: string, outcome: Pick<Outcome, "findings" | "clusters" | "judged" | "kept">) => void;
  /** True for a folder whose clusters can be compared with those of others. */
  readonly hasClusters: (folder: string) => boolean;
  /** A folder was not written; `text` says why, if no finding does. */
  readonly failed: (folder: string, text: string) => void;
  /** Compares the folders. To be called once, when all have been added. */
  readonly compare: (requiredClusters: number) => Comparison;
  readonly some: (is: (finding: Finding) => boolean) => boolean;
  /** All of them, for a report in one of the formats. */
  readonly report: () => Pick<Report, "located" | "clusters" | "judged">;
}

/** What is found between folders. */
export interface Comparison {
  readonly findings: readonly Finding[];
  /** The folders in whose clusters an error is. */
  readonly refused: ReadonlySet<string>;
  /** True where clusters are missing that must be there. */
  readonly isIncomplete: boolean;
}

interface Found {
  readonly findings: readonly Finding[];
  readonly clusters: ClusterCounts;
  readonly comparable: KeptInput["comparable"] | undefined;
  readonly judged: readonly ObjectRef[];
}

/**
 * The findings of each folder, in the order of these, whichever is done first; then those between folders. Of what kustomize built it is not
 * known which file it was written in, so each finding is placed in the kustomization.
 */
export function folderFindings(folders: readonly string[]): FolderFindings {
  const found = new Map<string, Found>();
  let between: readonly Finding[] = [];
  const inOrder = () =>
    folders.flatMap((folder) => {
      const each = found.get(folder);
      return each === undefined ? [] : [{ folder, ...each }];
    });
  return {
    add(folder, { findings, clusters, judged, kept }) {
      const { comparable = undefined, ...own } = kept?.() ?? { findings: structuredClone(findings) };
      found.set(folder, { findings: own.findings, clusters, comparable, judged: structuredClone(judged?.() ?? []) });
    },
    hasClusters: (folder) => (found.get(folder)?.comparable?.allClusters.length ?? 0) > 0,
    failed(folder, text) {
      const before = found.get(folder) ?? nothing;
      if (!before.findings.some(isError))
        found.set(folder, { ...before, findings: [...before.findings, notHydrated(folder, text)] });
    },
    compare(requiredClusters) {
      const inputs = inOrder().flatMap(({ folder, findings, comparable }): readonly ComparedFolder[] =>
        comparable === undefined ? [] : [{ ...comparable, folder, findings }],
      );
      const shared = compareInputs(inputs).map(inFolders);
      const missing = missingClusters([...found.values()], requiredClusters);
      between = [...shared, ...missing];
      return {
        findings: between,
        refused: new Set(shared.filter(isError).flatMap(foldersOf)),
        isIncomplete: missing.some(isError),
      };
    },
    some: (is) => between.some(is) || [...found.values()].some(({ findings }) => findings.some(is)),
    report: () => ({
      located: [
        ...inOrder().flatMap(({ folder, findings }) =>
          locatedBy(() => () => kustomizationOf(folder), findings).map((each) => ({ ...each, folder })),
        ),
        ...locatedBy(
          () =>
            ({ object }) =>
              kustomizationOf(object.file?.path),
          between,
        ),
      ],
      clusters: [...found.values()].reduce((sum, { clusters }) => sum + clusters.checked, 0),
      judged: inOrder().flatMap(({ folder, judged }) => judged.map((object) => ({ object, folder }))),
    }),
  };
}

const nothing: Found = {
  findings: [],
  clusters: { checked: 0, unselected: 0, unreadable: 0 },
  comparable: undefined,
  judged: [],
};

interface ComparedFolder extends ComparedInput {
  readonly folder: string;
}

/** A finding whose places name the folder as their file. */
const inFolders = ({ finding, input, others }: FoundBetween<ComparedFolder>): Finding => ({
  ...finding,
  at: inFolder(finding.at, input),
  also: (finding.also ?? []).map((place, index) => inFolder(place, others[index] ?? input)),
});

const inFolder = (place: Place, { folder }: ComparedFolder): Place => ({
  ...place,
  object: { ...place.object, file: { path: folder } },
});

/** The folders of the clusters that an error is about. */
const foldersOf = ({ at, also = [] }: Finding) => [at, ...also].flatMap(({ object }) => object.file?.path ?? []);

/** Folders may well be without any cluster; a selector that fits none of those that are there is not meant so. */
function missingClusters(found: readonly Found[], required: number): readonly Finding[] {
  const sum = (count: (each: Found) => number) => found.reduce((all, each) => all + count(each), 0);
  const counts = {
    checked: sum(({ clusters }) => clusters.checked),
    unselected: sum(({ clusters }) => clusters.unselected),
    unreadable: sum(({ clusters }) => clusters.unreadable),
  };
  const clusters = sum(({ comparable }) => comparable?.allClusters.length ?? 0);
  const unbuilt = found.filter(({ findings }) => findings.some(({ rule }) => rule === notHydratedId)).length;
  const findings = clusterFindings(
    counts,
    { clusters, files: 0, folders: found.length, confFiles: 0, unbuilt, unread: 0 },
    required,
  );
  return clusters === 0 ? findings.filter(isError) : findings;
}

/** Of what kustomize built it is not known where it was written, so the place is the kustomization. */
function kustomizationOf(folder: string | undefined) {
  return { ...(folder !== undefined && { file: kustomizationIn(folder) }), ...{ line: 1, column: 1 } };
}

const notHydratedId = "not-hydrated";

function notHydrated(folder: string, text: string): Finding {
  return {
    rule: notHydratedId,
    severity: "error",
    at: { in: "field", object: { apiVersion: "", kind: "", file: { path: folder } }, path: [] },
    problem: `${folder} was not hydrated: ${text.trim().replaceAll("\n", " ").replace(/\.?$/, ".")}`,
    fix: "Correct this and hydrate the folder again; what an earlier run wrote for it is still there.",
  };
}

function kustomizationIn(folder: string): string {
  const name = kustomizationNames.find((each) => existsSync(join(folder, each)));
  return name === undefined ? folder : join(folder, name);
}
