import { cutOut } from "./cut-out.ts";

/** A value that is made when it is first asked for. Tables that a usual run does not ask for cost its start nothing that way. */
export function lazily<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * A function of a text that computes each value once. It never forgets, so it has limits: beyond so many `entries`, and for a text of more
 * than `length` characters, it computes every time. Callers share the values, which must be readonly.
 */
export function remembered<Value>(
  compute: (text: string) => Value,
  { entries = 10_000, length = 160 }: { readonly entries?: number; readonly length?: number } = {},
): (text: string) => Value {
  let known: Map<string, Value> | undefined; // made with its first text: a short run asks few of these functions
  const isKnown = (_: Value | undefined, text: string): _ is Value => known?.has(text) === true;
  return (text) => {
    const found = known?.get(text);
    if (found !== undefined || isKnown(found, text)) return found;
    known ??= new Map();
    if (text.length > length || known.size >= entries) return compute(text);
    const own = cutOut(text); // for good, so without the item that it is a line of
    const value = compute(own);
    known.set(own, value);
    return value;
  };
}
