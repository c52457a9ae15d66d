import { resolve } from "node:path";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { type Kustomization, textOf, texts } from "./kustomization-files.ts";
import { functionFields, type KustomizationTree } from "./kustomization-tree.ts";
import { documentsIn } from "./source-documents.ts";

/** The field of a `postgresql` that names a Secret, as fields are named in a `nameReference`. */
export const secretField = (section: "backup" | "clone") => `spec/${section}/pgbackrest/configuration/secret`;

/**
 * Tells whether kustomize changes the name of a Secret that it generates, and not a field that refers to it. False also where that cannot
 * be known: what is somewhere else may say that the field is a reference.
 */
export function losesReference(tree: KustomizationTree, secret: string, field: string): boolean {
  const { kustomizations, remote } = tree;
  if (remote.some((each) => !functionFields.some((name) => name === each.field))) return false;
  if (!kustomizations.some((each) => generates(each, secret))) return false;
  const isRenamed = kustomizations.some(
    (each) => isHashed(each, secret) || isText(each.fields.namePrefix) || isText(each.fields.nameSuffix),
  );
  return isRenamed && !kustomizations.some((each) => knowsReference(each, field));
}

const generatorsOf = ({ fields }: Kustomization, secret: string): readonly JsonValue[] => {
  const generators = Array.isArray(fields.secretGenerator) ? fields.secretGenerator : [];
  return generators.filter((each: JsonValue) => isObject(each) && each.name === secret);
};

const generates = (kustomization: Kustomization, secret: string) => generatorsOf(kustomization, secret).length > 0;

function isHashed(kustomization: Kustomization, secret: string): boolean {
  const forAll = valueAt(kustomization.fields, ["generatorOptions", "disableNameSuffixHash"]) === true;
  return generatorsOf(kustomization, secret).some(
    (each) => !forAll && valueAt(each, ["options", "disableNameSuffixHash"]) !== true,
  );
}

const isText = (value: JsonValue | undefined) => typeof value === "string" && value !== "";

/** A `nameReference` of the kustomization's own, or a schema that says what refers to what. */
function knowsReference({ fields, folder }: Kustomization, field: string): boolean {
  const files = (list: JsonValue | undefined) => texts(list).map((path) => textOf(resolve(folder, path)) ?? "");
  const references = files(fields.configurations)
    .flatMap((text) => documentsIn(text))
    .flatMap(({ value }) => listOf(valueAt(value, ["nameReference"])))
    .filter((reference) => valueAt(reference, ["kind"]) === "Secret")
    .flatMap((reference) => listOf(valueAt(reference, ["fieldSpecs"])));
  return (
    references.some((spec) => {
      const kind = valueAt(spec, ["kind"]);
      const path = valueAt(spec, ["path"]);
      return (
        (kind === undefined || kind === "postgresql") && typeof path === "string" && path.replace(/^\//, "") === field
      );
    }) || files(fields.crds).some((text) => text.includes("x-kubernetes-object-ref-kind"))
  );
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);
