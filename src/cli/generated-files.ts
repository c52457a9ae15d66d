import { resolve } from "node:path";
import { isObject, type JsonValue } from "../json/json-value.ts";
import { type Kustomization, texts } from "./kustomization-files.ts";

/** A file that a `secretGenerator` puts into a Secret. */
export interface GeneratedFile {
  readonly kustomization: Kustomization;
  /** The name of the Secret before kustomize changes it, and where the kustomization says what is in the file. */
  readonly secret: string;
  readonly at: readonly (string | number)[];
  /** The key in the Secret, and what it holds: a file, by its absolute path, or a text. */
  readonly key: string;
  readonly path?: string;
  readonly text?: string;
}

/** The files of all Secrets that a kustomization generates. */
export function generatedFiles(kustomization: Kustomization): readonly GeneratedFile[] {
  const { fields, folder } = kustomization;
  const generators = Array.isArray(fields.secretGenerator) ? fields.secretGenerator : [];
  return generators.flatMap((generator: JsonValue, index): readonly GeneratedFile[] => {
    if (!isObject(generator)) return [];
    const common = { kustomization, secret: typeof generator.name === "string" ? generator.name : "" };
    const at = (field: string, entry: number) => ["secretGenerator", index, field, entry];
    const files = texts(generator.files).map((entry, position): GeneratedFile => {
      const equals = entry.indexOf("=");
      const path = entry.slice(equals + 1);
      const key = equals < 0 ? (path.split("/").at(-1) ?? path) : entry.slice(0, equals);
      return { ...common, at: at("files", position), key, path: resolve(folder, path) };
    });
    const literals = texts(generator.literals).flatMap((entry, position): readonly GeneratedFile[] => {
      const equals = entry.indexOf("=");
      if (equals < 0) return [];
      return [{ ...common, at: at("literals", position), key: entry.slice(0, equals), text: entry.slice(equals + 1) }];
    });
    return [...files, ...literals];
  });
}
