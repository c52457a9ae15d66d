import { isObject, type JsonObject, type JsonValue } from "../json/json-value.ts";
import { valueAt } from "../json/value-at.ts";
import { metadataOf } from "../kubernetes/metadata.ts";
import { parseQuantity } from "../kubernetes/quantity.ts";
import type { Unknown } from "./observed.ts";
import { visible } from "./visible.ts";

/** What reads an object's fields. Each ends the reading where a field has another shape than Kubernetes gives it. */
export interface Fields {
  readonly text: (...path: Path) => string;
  readonly textIfAny: (...path: Path) => string | undefined;
  /** A moment, in seconds since 1970. */
  readonly moment: (...path: Path) => number;
  readonly momentIfAny: (...path: Path) => number | undefined;
  /** A whole number that is not negative. */
  readonly countIfAny: (...path: Path) => number | undefined;
  /** A quantity, in whole ones (of a storage: bytes), rounded up. */
  readonly quantityIfAny: (...path: Path) => number | undefined;
  readonly flagIfAny: (...path: Path) => boolean | undefined;
  /** The mappings in a list; none where the list is not there. */
  readonly list: (...path: Path) => readonly JsonObject[];
}

type Path = ReadonlyArray<string | number>;

/**
 * Reads an object as the API server gives it. The API server has judged the kinds of Kubernetes itself, so a field of another shape is the answer
 * of something else in its place, or of a release that is not known here; a sentence says which field it is, and nothing of its value.
 */
export function readObject<Record>(object: JsonObject, read: (fields: Fields) => Record): Record | Unknown {
  try {
    return read(fieldsOf(object));
  } catch (error) {
    if (!(error instanceof OtherShape)) throw error;
    return { unknown: "unreadable", why: `${objectName(object)} cannot be read: ${error.message}.` };
  }
}

/** `CronJob/name`, as far as the object says. */
export function objectName(object: JsonObject): string {
  const { kind, name } = metadataOf(object);
  return visible(`${kind || "Object"}/${name || "without a name"}`);
}

/** Reads the fields of a part of an object, in `readObject`. */
export function fieldsOf(object: JsonObject): Fields {
  const ifAny =
    <Value>(what: string, readAs: (value: JsonValue) => Value | undefined) =>
    (...path: Path): Value | undefined => {
      const value = valueAt(object, path) ?? undefined;
      if (value === undefined) return undefined;
      const read = readAs(value);
      if (read === undefined) throw new OtherShape(`\`${dotted(path)}\` is not ${what}`);
      return read;
    };
  const must =
    <Value>(read: (...path: Path) => Value | undefined) =>
    (...path: Path): Value => {
      const value = read(...path);
      if (value === undefined) throw new OtherShape(`it has no \`${dotted(path)}\``);
      return value;
    };
  const textIfAny = ifAny("a text", (value) => (typeof value === "string" ? value : undefined));
  const momentIfAny = ifAny("a moment", momentOf);
  return {
    text: must(textIfAny),
    textIfAny,
    moment: must(momentIfAny),
    momentIfAny,
    countIfAny: ifAny("a whole number", (value) => (isCount(value) ? value : undefined)),
    quantityIfAny: ifAny("a quantity that storage can have", wholeOf),
    flagIfAny: ifAny("`true` or `false`", (value) => (typeof value === "boolean" ? value : undefined)),
    list: (...path) => ifAny("a list of mappings", objectsOf)(...path) ?? [],
  };
}

class OtherShape extends Error {}

const dotted = (path: Path) =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");

const isCount = (value: JsonValue): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** More than storage has had of digits yet: to read millions of them takes minutes. */
const longestQuantity = 40;

function wholeOf(value: JsonValue): number | undefined {
  const billionths = typeof value === "string" && value.length <= longestQuantity ? parseQuantity(value) : undefined;
  if (billionths === undefined || billionths < 0n) return undefined;
  const whole = Number((billionths + 999_999_999n) / 1_000_000_000n);
  return Number.isFinite(whole) ? whole : undefined;
}

/**
 * Moments of Kubernetes are RFC 3339, with or without fractions of a second. Those that no cluster has seen are left out: at the ends of what four
 * digits can name, another time zone has a year of five, or less than none.
 */
function momentOf(value: JsonValue): number | undefined {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value))
    return undefined;
  const moment = Date.parse(value);
  return moment >= 0 && moment < endOfMoments ? Math.floor(moment / 1000) : undefined;
}

const endOfMoments = Date.UTC(9999, 0);

function objectsOf(value: JsonValue): readonly JsonObject[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly JsonValue[] = value;
  return items.every(isObject) ? items : undefined;
}
