import { certSecretName } from "../cpo/names.ts";
import type { ListText } from "../krm/list-text.ts";
import { isUnclear } from "./item.ts";
import { isSecretMaker } from "./secret-makers.ts";

/** The names of certificate Secrets that Secrets, and what makes Secrets, mention: one search for all clusters. */
export function certificateNames(list: ListText): ReadonlySet<string> {
  const names = list
    .ofKind((kind) => kind === "Secret" || isUnclear(kind) || isSecretMaker(kind))
    .flatMap((index) => {
      const { start, end } = list.item(index);
      return [...namesIn(list.bytes.toString("latin1", start, end))];
    });
  return new Set(names);
}

const ending = certSecretName("");
const longestName = 253;

/** The words that end like the name of such a Secret. They are looked for from their end: much of a Secret is one long word. */
function* namesIn(text: string): Iterable<string> {
  for (let at = text.indexOf(ending); at >= 0; at = text.indexOf(ending, at + 1)) {
    const [name = ""] = /[\w.-]*$/.exec(text.slice(Math.max(0, at - longestName), at)) ?? [];
    yield name + ending;
  }
}
