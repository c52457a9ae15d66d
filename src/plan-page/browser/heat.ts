import { hourView } from "../hour-view.ts";
import type { PageData, WeekData } from "../page-data.ts";
import { unpackHour } from "../week-runs.ts";
import { weekOf } from "./data.ts";
import { all, fill, find } from "./elements.ts";

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -24, ArrowDown: 24 };

/** Makes the grid of the week one stop of the Tab key, which arrow keys move in; the chosen hour is listed beside it. */
export function heatMapKeys(data: PageData): void {
  const grid = find(".week", HTMLTableElement);
  const cells = all("[data-cell]", HTMLTableCellElement, grid);
  const names = all(".clusters tbody tr", HTMLTableRowElement).map(({ cells: [name, namespace] }) => {
    const place = name?.querySelector(".place")?.textContent;
    const called = [namespace, name].flatMap((cell) => cell?.dataset.key || []).join("/");
    return place == null ? called : `${called} (${place})`;
  });
  let runs: Promise<WeekData> | undefined;
  let shown = -1;
  const show = async (cell: HTMLTableCellElement) => {
    const index = Number(cell.dataset.cell);
    if (index === shown) return;
    shown = index;
    runs ??= weekOf(data);
    const week = await runs;
    if (shown === index)
      fill(
        find("#hour", HTMLElement),
        hourView(index, unpackHour(week[index] ?? []), { names, addresses: data.addresses }),
      );
  };
  const choose = (cell: HTMLTableCellElement) => {
    for (const other of cells) if (other.tabIndex === 0) other.tabIndex = -1;
    cell.tabIndex = 0;
    for (const other of all(".chosen", HTMLTableCellElement, grid)) other.classList.remove("chosen");
    cell.classList.add("chosen");
    void show(cell);
  };
  const cellOf = ({ target }: Event) =>
    target instanceof Element ? cells.find((cell) => cell.contains(target)) : undefined;
  grid.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (cell !== undefined) choose(cell);
  });
  grid.addEventListener("click", (event) => cellOf(event)?.focus());
  grid.addEventListener("mouseover", (event) => {
    const cell = cellOf(event);
    if (cell !== undefined && !grid.contains(document.activeElement)) choose(cell);
  });
  grid.addEventListener("keydown", (event) => {
    const index = cells.findIndex((cell) => cell.matches(":focus"));
    const row = index - (index % 24);
    const to = event.key === "Home" ? row : event.key === "End" ? row + 23 : index + (steps[event.key] ?? Number.NaN);
    const next = index === -1 ? undefined : cells[to];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
  const first = cells.find(({ tabIndex }) => tabIndex === 0);
  if (first !== undefined) choose(first);
}
