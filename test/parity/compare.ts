import { parseQuantity } from "../../src/kubernetes/quantity.ts";

/*
 * Comparison with what the operator made, as the parity set means it: everything deeply equal, lists in order, except for the order of
 * lines in `*.conf` texts, for quantities (by value), for what the API server does not tell apart, and for marks of the function.
 */

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** Maps in which an empty or null entry is not the same as none. */
const keepsEmpty = new Set(["labels", "annotations", "matchLabels", "data"]);
const ownKey = /(^|\.)fn\.cpo\.opensource\.cybertec\.at\/|^(internal\.)?config\.kubernetes\.io\//;

/** An object in the form in which equal means the same to the operator and the API server. */
export function normalized(object: Value): Value {
  return normalize(object, []);
}

/** Objects by what names them, each in that form: their order is not compared. */
export function keyed(
  objects: readonly { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } }[],
): Readonly<Record<string, Value>> {
  const found: Record<string, Value> = {};
  for (const object of objects) {
    const key = `${object.apiVersion} ${object.kind} ${object.metadata.namespace}/${object.metadata.name}`;
    if (key in found) throw new Error(`${key} is there twice.`);
    found[key] = normalized(structuredClone(object) as never);
  }
  return found;
}

function normalize(value: Value, path: readonly string[]): Value {
  const key = path.at(-1) ?? "";
  if (Array.isArray(value)) {
    const items = value.map((item, index) => normalize(item, [...path, String(index)]));
    return key === "matchExpressions"
      ? items.sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))
      : items;
  }
  if (typeof value === "string") {
    if (key.endsWith(".conf")) return conf(value);
    const parent = path.at(-2) ?? "";
    if (["requests", "limits"].includes(parent) || key === "divisor") return quantity(value);
    return value;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, field]): Array<[string, Value]> => {
    if (path.length === 1 && path[0] === "metadata" && ["ownerReferences", "creationTimestamp"].includes(name))
      return [];
    if (path.length === 0 && name === "status") return [];
    const marks = path.length === 2 && path[0] === "metadata" && ["labels", "annotations"].includes(key);
    if (marks && ownKey.test(name)) return [];
    const normal = normalize(field, [...path, name]);
    return keepsEmpty.has(key) || !isEmpty(normal) || ["emptyDir", "labelSelector", "selector"].includes(name)
      ? [[name, normal]]
      : [];
  });
  const fields = Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
  return "resource" in fields && key === "resourceFieldRef" ? { divisor: quantity("0"), ...fields } : fields;
}

const isEmpty = (value: Value) =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** A conf text by section, as a sorted list of `option=value`. */
function conf(text: string): Value {
  const sections: Record<string, string[]> = {};
  let section = "";
  for (const line of text.split("\n")) {
    const header = /^\[(.+)\]$/.exec(line.trim());
    if (header !== null) section = header[1] ?? "";
    else if (line.trim() !== "" && !line.trim().startsWith("#")) {
      const [option = "", ...value] = line.split("=");
      sections[section] = [...(sections[section] ?? []), `${option.trim()}=${value.join("=").trim()}`].sort();
    }
  }
  return sections;
}

/** A quantity in a form that is the same for the same value. */
const quantity = (text: string) => String(parseQuantity(text) ?? `not a quantity: ${text}`);
