import type { Edits, TextEdit } from "./edits.ts";
import type { ListText } from "./list-text.ts";
import { flowMargin } from "./new-items.ts";
import { beforeDocument } from "./removed-document.ts";
import { blankLinesEnd } from "./split-list.ts";

/** New items, at the end of the list; and what remains of a list that loses its last item. */
export function additions(list: ListText, edits: Edits): readonly TextEdit[] {
  const { add, remove } = edits;
  const at = { start: list.itemsEnd, end: list.itemsEnd };
  if (add.count === 0) {
    const allRemoved = list.itemCount > 0 && remove.size === list.itemCount && list.form.kind === "block";
    // `items:` with nothing below it would be null.
    return allRemoved ? [{ ...at, parts: [`${" ".repeat(emptyColumn(list))}[]\n`], onNewLine: true }] : [];
  }
  if (list.form.kind === "flow") {
    const line = `\n${flowMargin(list)}`;
    const followsItem = remove.size < list.itemCount && list.itemsComma === undefined;
    return [{ ...at, parts: [followsItem ? `,${line}` : line, ...add.parts, line] }];
  }
  if (isInOpenItem(list, edits)) return [beforeLast(list, edits)];
  const end = blankLinesEnd(list.bytes, at.end);
  return [{ start: end, end, parts: add.parts, onNewLine: true }];
}

/** True where the last item stays as it is and ends inside a block scalar, which must not get a line break more. */
const isInOpenItem = ({ endsOpen, itemsEnd, bytes, itemCount }: ListText, { replace, remove }: Edits) =>
  endsOpen === true &&
  blankLinesEnd(bytes, itemsEnd) === bytes.length &&
  !replace.has(itemCount - 1) &&
  !remove.has(itemCount - 1);

function beforeLast(list: ListText, { add }: Edits): TextEdit {
  const last = list.itemCount - 1;
  if (list.form.kind === "documents") {
    const { at, behind } = beforeDocument(list, last);
    return { start: at, end: at, parts: [...add.parts, behind] };
  }
  const { start } = list.item(last);
  return { start, end: start, parts: add.parts };
}

/** Where `[]` may stand: to the right of the key. */
function emptyColumn({ form, root: { column = 0 } }: ListText): number {
  return Math.max(form.kind === "block" ? form.indent : 0, column + 1);
}
