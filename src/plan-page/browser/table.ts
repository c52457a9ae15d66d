import { counted } from "../words.ts";
import { all, find } from "./elements.ts";

/* The table of clusters: its rows stay where they are in the document; they are hidden, and put in another order. */

interface Row {
  readonly row: HTMLTableRowElement;
  /** What each column is sorted by. */
  readonly keys: readonly string[];
  /** The words that a filter looks for in each column. */
  readonly words: readonly (readonly string[])[];
}

/** Makes the filters and the buttons of the first row work. */
export function tableControls(): void {
  const body = find(".clusters tbody", HTMLTableSectionElement);
  const rows = [...body.rows].map((row): Row => {
    const cells = [...row.cells].map(({ dataset }) => dataset);
    return {
      row,
      keys: cells.map(({ key = "" }) => key),
      words: cells.map(({ has = "" }) => has.split(" ")),
    };
  });
  const form = find("form.filters", HTMLFormElement);
  const filter = () => filterRows(form, rows);
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter)); // the fields are empty only after the event
  for (const [column, button] of all(".clusters thead button", HTMLButtonElement).entries())
    button.addEventListener("click", () => sortRows(body, rows, { column, button }));
}

type Test = (row: Row) => boolean;

/** Filters by what they compare: `data-filter` of the field. A choice begins with `=`, so that an empty name is one. */
const tests: Readonly<Record<string, (value: string, column: number) => Test>> = {
  text:
    (value, column) =>
    ({ keys }) =>
      (keys[column] ?? "").toLowerCase().includes(value.toLowerCase()),
  word:
    (value, column) =>
    ({ keys }) =>
      keys[column] === value.slice(1),
  has:
    (value, column) =>
    ({ words }) =>
      words[column]?.includes(value.slice(1)) === true,
  below:
    (value, column) =>
    ({ keys }) =>
      Number(keys[column]) < Number(value.slice(1)),
  above:
    (value, column) =>
    ({ keys }) =>
      Number(keys[column]) > Number(value.slice(1)),
};

function filterRows(form: HTMLFormElement, rows: readonly Row[]): void {
  const fields = [...all("input", HTMLInputElement, form), ...all("select", HTMLSelectElement, form)];
  const wanted = fields.flatMap(({ value, dataset: { filter = "", column } }) => {
    const isOff = filter === "text" ? value === "" : value === "any";
    return isOff ? [] : [tests[filter]?.(value, Number(column)) ?? []].flat();
  });
  let count = 0;
  for (const each of rows) {
    const isShown = wanted.every((test) => test(each));
    if (each.row.hidden === isShown) each.row.hidden = !isShown;
    if (isShown) count += 1;
  }
  const total = counted(rows.length, "cluster");
  find("#shown", HTMLOutputElement, form).value = count === rows.length ? total : `${count} of ${total}`;
}

/** Sorts by a column, and the other way round when it is sorted by it already. Rows that are alike keep the order of the plan. */
function sortRows(
  body: HTMLTableSectionElement,
  rows: readonly Row[],
  { column, button }: { readonly column: number; readonly button: HTMLButtonElement },
): void {
  const isUp = button.closest("th")?.ariaSort !== "ascending";
  const way = isUp ? 1 : -1;
  const isNumber = button.dataset.sort === "number";
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const sorted = rows.toSorted(({ keys: left }, { keys: right }) => {
    const [one = "", other = ""] = [left[column], right[column]];
    return way * (isNumber ? Number(one) - Number(other) : compare(one, other));
  });
  body.append(...sorted.map(({ row }) => row));
  for (const other of all(".clusters thead th", HTMLTableCellElement)) other.ariaSort = "none";
  const head = button.closest("th");
  if (head !== null) head.ariaSort = isUp ? "ascending" : "descending";
}
