import { isAbsolute, relative, resolve } from "node:path";
import type { CheckInput, LaterNamespace } from "../checks/input.ts";
import { isUnclear, itemsAt } from "../function/item.ts";
import { isOf, readKinds } from "../function/kinds.ts";
import { valueAt } from "../json/value-at.ts";
import type { ListText } from "../krm/list-text.ts";
import type { ResourceHead } from "../krm/resource.ts";
import { generatedFiles } from "./generated-files.ts";
import { type KustomizationTree, kustomizationTree } from "./kustomization-tree.ts";
import type { Located } from "./located.ts";
import { losesReference, secretField } from "./name-references.ts";
import { realPaths } from "./real-path.ts";

/** What the kustomizations of files would change, which are read as they are. */
export interface UnbuiltKustomizations {
  /** One for each kustomization that would build a cluster of the list into something else. */
  readonly notices: readonly Located[];
  /** The folders of the kustomizations that would build a cluster into something else, as the user would write them. */
  readonly buildersOf: (cluster: ResourceHead) => readonly string[];
  readonly renamedSecret: CheckInput["renamedSecret"];
  readonly laterNamespace: CheckInput["laterNamespace"];
}

/** Looks at the kustomizations in folders, given by their absolute paths, for those that build the clusters of a list. */
export function unbuiltKustomizations(list: ListText, folders: ReadonlySet<string>): UnbuiltKustomizations {
  const clusters = clustersIn(list);
  const trees = clusters.length === 0 ? [] : [...folders].flatMap((folder) => kustomizationTree(folder) ?? []);
  if (trees.length === 0)
    return { notices: [], buildersOf: () => [], renamedSecret: () => undefined, laterNamespace: () => undefined };
  const realPath = realPathsOf();
  const read = new Set([...filesOf(list)].map(realPath));
  const all = trees.map((tree) => ({ tree, resources: new Set([...tree.resources].map(realPath)) }));
  const roots = outermost(all).filter(
    ({ tree, resources }) => changesResources(tree) || [...resources].some((file) => !read.has(file)),
  );
  const built = roots.map(({ tree, resources }) => ({
    tree,
    clusters: clusters.filter(({ file }) => resources.has(realPath(file))),
  }));
  return {
    notices: built.flatMap((each) => (each.clusters.length === 0 ? [] : [notice(each.tree, each.clusters)])),
    buildersOf: ({ file, name, namespace }) =>
      built.flatMap(({ tree: { kustomizations }, clusters: own }) =>
        own.some((each) => each.file === file?.path && each.name === name && each.namespace === namespace)
          ? [shown(kustomizations[0].folder, file?.path ?? "") || "."]
          : [],
      ),
    renamedSecret: ({ file, name: cluster, namespace }, name) => {
      const owner = built.find(({ tree, clusters: own }) => {
        const found = own.find(
          (each) => each.file === file?.path && each.name === cluster && each.namespace === (namespace ?? ""),
        );
        return found && losesReference(tree, name, secretField(found.secret === name ? "backup" : "clone"));
      });
      return owner && { kustomization: shown(owner.tree.kustomizations[0].file, file?.path ?? "") };
    },
    laterNamespace: namespaces(all, realPath),
  };
}

interface ReadTree {
  readonly tree: KustomizationTree;
  /** Its resources, as real paths. */
  readonly resources: ReadonlySet<string>;
}

/** Of the kustomizations that build a cluster, it is enough that one sets the namespace: the others are its layers, or for another namespace. */
function namespaces(trees: readonly ReadTree[], realPath: (path: string) => string): CheckInput["laterNamespace"] {
  const later = new Map<string, LaterNamespace>();
  for (const { tree, resources } of trees) {
    const isSet = tree.kustomizations.some(
      ({ fields }) => typeof fields.namespace === "string" && fields.namespace !== "",
    );
    for (const file of resources) if (isSet || !later.has(file)) later.set(file, isSet ? "set" : "open");
  }
  return ({ file }) => (file === undefined ? undefined : later.get(realPath(file.path)));
}

interface ClusterFile {
  readonly file: string;
  readonly name: string;
  readonly namespace: string;
  readonly secret: string;
}

function clustersIn(list: ListText): readonly ClusterFile[] {
  const { postgresql } = readKinds;
  const read = (index: number) => list.value?.(index) ?? null;
  return list
    .ofKind((kind) => kind === postgresql.kind || isUnclear(kind))
    .flatMap((index) => itemsAt(list, read, index))
    .flatMap(({ head, value }): readonly ClusterFile[] => {
      if (!isOf(postgresql, head) || head.file === undefined || head.file.path === "-") return [];
      const secret = valueAt(value, ["spec", "backup", "pgbackrest", "configuration", "secret"]);
      const { name, namespace, file } = head;
      return [{ file: file.path, name, namespace, secret: typeof secret === "string" ? secret : "" }];
    });
}

/** The files that documents come from. */
function filesOf({ itemCount, origin }: ListText): ReadonlySet<string> {
  const paths = Array.from({ length: itemCount }, (_, index) => origin?.(index)?.path);
  return new Set(paths.flatMap((path) => (path === undefined || path === "-" ? [] : [path])));
}

/** Those that no other of them includes, without Components, which are not built by themselves. */
function outermost(trees: readonly ReadTree[]): readonly ReadTree[] {
  const included = new Set(
    trees.flatMap(
      ({
        tree: {
          kustomizations: [, ...below],
        },
      }) => below.map(({ folder }) => folder),
    ),
  );
  return trees.filter(
    ({
      tree: {
        kustomizations: [{ folder, fields }],
      },
    }) => !included.has(folder) && fields.kind !== "Component",
  );
}

/** What `hydrate` writes only lists resources: those are the same when they are built. */
const changesResources = ({ kustomizations, remote }: KustomizationTree) =>
  remote.length > 0 ||
  kustomizations.some(({ fields }) => Object.keys(fields).some((field) => !changeNothing.has(field)));

const changeNothing: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "bases",
  "sortOptions",
]);

function notice(tree: KustomizationTree, clusters: readonly ClusterFile[]): Located {
  const [root] = tree.kustomizations;
  const [{ file } = { file: "" }] = clusters;
  const named = new Set(clusters.map(({ secret }) => secret));
  const secrets = new Set(
    tree.kustomizations.flatMap(generatedFiles).flatMap(({ secret }) => (named.has(secret) ? [`\`${secret}\``] : [])),
  );
  const [it, is] = clusters.length === 1 ? ["1 cluster", "is"] : [`${clusters.length} clusters`, "are"];
  const generated =
    secrets.size === 0
      ? ""
      : `, and without ${secrets.size === 1 ? "the Secret" : "the Secrets"} ${[...secrets].join(", ")} that it generates`;
  return {
    finding: {
      rule: "judged-unbuilt",
      severity: "info",
      at: { in: "field", object: { apiVersion: "", kind: "" }, path: [] },
      problem: `This kustomization was not built: ${it} of it ${is} checked as written, without its changes${generated}.`,
      fix: `To check what it builds, use \`--kustomize ${shown(root.folder, file) || "."}\`.`,
    },
    file: shown(root.file, file),
    line: 1,
    column: 1,
  };
}

/** An absolute path, as the user would write it who wrote `like`. */
const shown = (path: string, like: string) => (isAbsolute(like) ? path : relative(resolve("."), path));

/** Real paths; of a file that is not there, the absolute one. */
function realPathsOf(): (path: string) => string {
  const known = new Map<string, string>();
  const find = realPaths();
  const realPath = (path: string) => {
    try {
      return find(path);
    } catch {
      return resolve(path);
    }
  };
  return (path) => {
    const found = known.get(path) ?? realPath(path);
    known.set(path, found);
    return found;
  };
}
