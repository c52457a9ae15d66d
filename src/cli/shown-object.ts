import { isSecretOption } from "../explain/secret-option.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { foreignLines, namesSecret, quotableName, quotableText } from "../text/quotable.ts";

/**
 * An object as a comparison may show it, beside the one that it is compared with: what may be a secret is cut, as in all messages, and where it is
 * another one than there, this is said. Manifests may have secrets where none belong: in `global`, in variables, in annotations.
 */
export function shownObject(object: JsonObject, other: JsonObject | undefined): JsonValue {
  return shown(object, other, []);
}

type Path = readonly string[];

function shown(value: JsonValue, other: JsonValue | undefined, path: Path): JsonValue {
  if (typeof value === "string") return shownText(value, typeof other === "string" ? other : undefined, path);
  if (Array.isArray(value)) {
    const others = Array.isArray(other) ? other : [];
    return value.map((each, index) => shown(each, others[index], [...path, "[]"]));
  }
  if (!isObject(value)) return value;
  const others = isObject(other) ? other : {};
  // A variable's value is a secret where its name says so.
  const variable = typeof value.name === "string" && typeof value.value === "string" ? value.name : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      shown(each, others[key], [...path, key === "value" && variable !== undefined ? `variable ${variable}` : key]),
    ]),
  );
}

function shownText(text: string, other: string | undefined, path: Path): string {
  const key = path.at(-1) ?? "";
  if (path[0] === "data") return confText(text, other);
  if (key.startsWith("variable ")) return compared(namesSecret(key) ? "…" : quotableText(text), text, other);
  if (path.includes("annotations") || path.includes("labels")) return compared(quotableText(text), text, other);
  return text.includes("\n") ? text : compared(foreignLines([text]).join(""), text, other);
}

const compared = (said: string, text: string, other: string | undefined) =>
  said === text || other === undefined || other === text ? said : `${said} (another value)`;

/** The text of a configuration: lines of options, each with the one of its name in the other text. */
function confText(text: string, other = ""): string {
  const others = new Map(other.split("\n").map((line) => [keyOf(line), line]));
  return text
    .split("\n")
    .map((line) => {
      const [, key, between = "", value = ""] = optionLine.exec(line) ?? [];
      if (key === undefined) return /^\s*(\[[\w:-]*\])?\s*$/.test(line) ? line : quotableText(line);
      const said = isSecretOption(key) ? "…" : quotableText(value);
      const was = others.get(key);
      return compared(`${quotableName(key)}${between}${said}`, line, was);
    })
    .join("\n");
}

const optionLine = /^([^=\s]+)(\s*=\s*)(.*)$/;
const keyOf = (line: string) => optionLine.exec(line)?.[1] ?? "";
