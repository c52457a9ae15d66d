import type { JsonObject } from "../json/json-value.ts";
import type { ListText, SeenKind } from "../krm/list-text.ts";

const separator = Buffer.from("\n---\n");

/** Objects of an API server as the documents that the function reads. Their text is JSON, which is YAML, too. */
export function listOfObjects(objects: readonly JsonObject[]): ListText {
  const texts = objects.map((object) => Buffer.from(JSON.stringify(object)));
  const spans: Array<{ readonly start: number; readonly end: number; readonly kind: SeenKind }> = [];
  let start = 0;
  for (const [index, text] of texts.entries()) {
    const kind = objects[index]?.kind;
    spans.push({ start, end: start + text.length, kind: typeof kind === "string" ? kind : "" });
    start += text.length + separator.length;
  }
  const bytes = Buffer.concat(texts.flatMap((text) => [text, separator]));
  return {
    bytes,
    form: { kind: "documents" },
    newline: "\n",
    itemCount: objects.length,
    item: (index) => spans[index] ?? { start: 0, end: 0, kind: "" },
    ofKind: (isWanted) => spans.flatMap(({ kind }, index) => (isWanted(kind) ? [index] : [])),
    itemsEnd: bytes.length,
    entries: new Map(),
    root: { kind: "block", end: bytes.length },
    value: (index) => objects[index] ?? null,
  };
}
