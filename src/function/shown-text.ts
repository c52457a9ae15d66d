import type { Path } from "../findings/finding.ts";
import { meaningOf } from "../pgbackrest/option-names.ts";
import { quotableText } from "../text/quotable.ts";

/**
 * Which texts of an object that the function made may stand in a message. The values of variables may be secret; so may lines of a
 * configuration that are not options, that are secret options, or options for whatever the user likes.
 */
export const mayShowIn =
  ({ kind }: { readonly kind: string }) =>
  (path: Path, text: string): boolean => {
    if (kind === "ConfigMap" && path[0] === "data") return isPublicLine(text);
    if (kind === "postgresql") return isPublicField(path, text);
    return !(path.includes("env") && path.at(-1) === "value");
  };

/** Of a `postgresql`, options are lines of a configuration, too; an account's key is a field; and whatever else looks like a secret may be one. */
function isPublicField(path: Path, text: string): boolean {
  const [section, name] = path.slice(-2);
  if (section === "global" || section === "options") return isPublicLine(`${name} = ${text}`);
  if (path.includes("env") && name === "value") return false;
  return name !== "key" && quotableText(text) === text;
}

function isPublicLine(line: string): boolean {
  if (line.includes("\n")) return false;
  if (/^\s*(\[[\w:-]+\]\s*)?$/.test(line)) return true;
  const [, key] = /^\s*([\w-]+)\s*=/.exec(line) ?? [];
  const meaning = key === undefined ? undefined : meaningOf(key);
  if (meaning?.is !== "option") return false;
  const { secure = false, type } = meaning.option;
  return !secure && type !== "hash" && type !== "list";
}
