import type { KubernetesObject } from "@kubernetes/client-node";
import { madePart, type PartMaker } from "../text/copied.ts";
import type { Stretches } from "../text/stretches.ts";
import { sharedTexts } from "../yaml/shared-text.ts";
import { writeYaml, writeYamlItem } from "../yaml/writer.ts";
import type { ListText } from "./list-text.ts";
import type { NewItem } from "./new-items.ts";
import { nameOf } from "./resource.ts";

/** An object as a new item of this list. */
export function newItem(list: Pick<ListText, "form">, object: KubernetesObject): NewItem {
  return { text: newItemText(list, object), name: () => nameOf(object) };
}

/** Its text alone. */
export const newItemText = (list: Pick<ListText, "form">, object: object): string =>
  list.form.kind === "documents" ? `---\n${writeYaml(object, 0)}` : itemText(list, object);

/** Writes large parts of the objects of this list from what they have in common. No host writes flow sequences, so there they are made. */
export const partWriter = ({ form }: Pick<ListText, "form">, mark?: Stretches["mark"]): PartMaker =>
  form.kind === "flow" ? madePart : sharedTexts(mark);

/** An object as the text that replaces an item: a document keeps the marker before it. */
export function itemText({ form }: Pick<ListText, "form">, object: object): string {
  if (form.kind === "flow") return JSON.stringify(object);
  if (form.kind === "documents") return writeYaml(object, 0);
  return writeYamlItem(object, form.indent);
}
