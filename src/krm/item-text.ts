import type { KubernetesObject } from "@kubernetes/client-node";
import { isReservedWord } from "../yaml/words.ts";
import { writeYaml, writeYamlItem } from "../yaml/writer.ts";
import type { ListText } from "./list-text.ts";
import type { NewItem } from "./new-items.ts";
import { nameOf } from "./resource.ts";

/** An object as a new item of this list. */
export function newItem(list: Pick<ListText, "form">, object: KubernetesObject): NewItem {
  const text = list.form.kind === "documents" ? `---\n${writeYaml(object, 0)}` : itemText(list, object);
  return { text, name: () => nameOf(object) };
}

/** Text that items of every form spell as it is, whatever is around it, and that every reader reads as text. */
export const isWord = (text: string): boolean =>
  /^(?![eE]-?\d+$)[A-Za-z/][A-Za-z0-9_./@-]*$/.test(text) && !isReservedWord(text);

/** An object as the text that replaces an item: a document keeps the marker before it. */
export function itemText({ form }: Pick<ListText, "form">, object: KubernetesObject): string {
  if (form.kind === "flow") return JSON.stringify(object);
  if (form.kind === "documents") return writeYaml(object, 0);
  return writeYamlItem(object, form.indent);
}
