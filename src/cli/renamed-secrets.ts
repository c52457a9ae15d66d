import type { CheckInput, RenamedSecret } from "../checks/input.ts";
import { isSecretMaker, madeSecrets } from "../function/secret-makers.ts";
import type { JsonValue } from "../json/json-value.ts";
import { headOf, type ResourceHead } from "../krm/resource.ts";
import type { BuiltFolder } from "./built-folder.ts";
import { generatedFiles } from "./generated-files.ts";
import { kustomizationOf } from "./kustomization-files.ts";
import type { KustomizationTree } from "./kustomization-tree.ts";
import { documentReader } from "./source-documents.ts";
import { writtenResource } from "./written-resource.ts";

/** A build, and what it was made of. */
export type SecretSources = Pick<BuiltFolder, "list" | "origins"> & { readonly tree: KustomizationTree };

/** A Secret of a build: a manifest, or what makes one in the cluster. */
interface SecretOfBuild {
  readonly kind: string;
  readonly name: string;
  /** Empty where it may be any. */
  readonly namespace: string;
  /** Its name as it is written, where that is another one. */
  readonly writtenName?: string;
}

/**
 * Where a Secret has another name than its generator or its manifest gives it, kustomize should have changed the name in the resource, too.
 * The folder is looked into when a Secret is first asked for.
 */
export function renamedSecrets(folder: string, sources: () => SecretSources | undefined): CheckInput["renamedSecret"] {
  let looked: ReturnType<typeof lookInto> | undefined;
  return (object, name): RenamedSecret | undefined => {
    looked ??= lookInto(sources());
    const { generated, secrets } = looked;
    const visible = secrets.filter(({ namespace }) => namespace === "" || namespace === (object.namespace ?? ""));
    const kustomization = kustomizationOf(folder);
    if (generated.has(name)) {
      const found = visible.find((secret) => secret.kind === "Secret" && secret.name.includes(name));
      return found && { name: found.name, kustomization };
    }
    const [first, ...others] = visible.filter(({ writtenName }) => writtenName === name);
    if (first === undefined) return undefined;
    // Two layers may build one file under different names: which of them is the cluster's is not known.
    const isOnly = others.every((other) => other.name === first.name);
    return { ...(isOnly && { name: first.name }), kustomization, listedAs: first.kind };
  };
}

/** The names of generated Secrets, and all Secrets of a build. */
function lookInto(sources: SecretSources | undefined): {
  readonly generated: ReadonlySet<string>;
  readonly secrets: readonly SecretOfBuild[];
} {
  if (sources === undefined) return { generated: new Set(), secrets: [] };
  const { tree, list, origins } = sources;
  const documentsOf = documentReader();
  const isSameName = sameName(tree);
  const secrets = list
    .ofKind((kind) => kind === undefined || kind === "Secret" || isSecretMaker(kind))
    .flatMap((index): readonly SecretOfBuild[] => {
      const value = list.value?.(index) ?? null;
      const head = headOf(value);
      const names = secretNames(value, head);
      if (names.length === 0) return [];
      const written = writtenResource(head, origins[index], tree, documentsOf, isSameName);
      const before = written === undefined ? [] : secretNames(written.value, written.head);
      const { kind } = head;
      return names.map(({ name, namespace }, at) => {
        const writtenName = before[at]?.name;
        return { kind, namespace, name, ...(writtenName !== undefined && writtenName !== name && { writtenName }) };
      });
    });
  return { generated: new Set(tree.kustomizations.flatMap(generatedFiles).map(({ secret }) => secret)), secrets };
}

/** Name and namespace of a Secret, or of those that a controller makes from a resource. */
const secretNames = (value: JsonValue, head: ResourceHead): ReadonlyArray<Pick<SecretOfBuild, "name" | "namespace">> =>
  head.kind === "Secret"
    ? [head]
    : madeSecrets({ index: 0, member: false, head, value }).map(({ names: [name = ""], namespace }) => ({
        name,
        namespace,
      }));

/** Where kustomize does not say where a resource comes from, the same one has the written name, with prefixes and suffixes of the layers around it. */
function sameName({ kustomizations }: KustomizationTree): (written: string, built: string) => boolean {
  const given = (field: "namePrefix" | "nameSuffix") =>
    kustomizations.flatMap(({ fields }) => {
      const text = fields[field];
      return typeof text === "string" && text !== "" ? [text] : [];
    });
  const [prefixes, suffixes] = [given("namePrefix"), given("nameSuffix")];
  return (written, built) => {
    for (let at = built.indexOf(written); at >= 0; at = built.indexOf(written, at + 1)) {
      const rest = built.slice(at + written.length);
      if (isMadeOf(built.slice(0, at), prefixes) && isMadeOf(rest, suffixes)) return true;
    }
    return false;
  };
}

/** True for a text that is some of the parts, one after the other, each any number of times. */
function isMadeOf(text: string, parts: readonly string[]): boolean {
  const ends = new Set([0]);
  // A set yields what is added to it meanwhile, too.
  for (const end of ends) for (const part of parts) if (text.startsWith(part, end)) ends.add(end + part.length);
  return ends.has(text.length);
}
