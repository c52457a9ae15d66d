import type { Runbook } from "../../restore/runbook-step.ts";
import { type PackedRunbook, unpackRunbook } from "../packed-runbooks.ts";
import { unpackTimeline } from "../packed-timeline.ts";
import type { ClusterDetails, PackedDetails, PageData, WeekData } from "../page-data.ts";
import { find } from "./elements.ts";

/** What the page carries; the types are those of what `planPage` wrote. */
export const pageData = (): PageData => JSON.parse(find("#data", HTMLScriptElement).textContent);

/** The details of a cluster, by its place in the plan. */
export async function detailsOf({ details, chunk }: PageData, index: number): Promise<ClusterDetails | undefined> {
  const list: readonly PackedDetails[] = await unpacked(details[Math.floor(index / chunk)]);
  const found = list[index % chunk];
  return found && { ...found, timelines: found.timelines.map((packed) => packed && unpackTimeline(packed)) };
}

/** The runbook of a cluster, if the page has it. */
export async function runbookOf({ runbooks, chunk }: PageData, index: number): Promise<Runbook | undefined> {
  if (runbooks === undefined) return undefined;
  const list: readonly (PackedRunbook | null)[] = await unpacked(runbooks.lists[Math.floor(index / chunk)]);
  const found = list[index % chunk];
  return found == null ? undefined : unpackRunbook(await unpacked(runbooks.shared), found);
}

/** The runs of the week. */
export const weekOf = async ({ week }: PageData): Promise<WeekData> => unpacked(week);

/** A list that was compressed; an empty one where there is none. */
async function unpacked(text: string | undefined) {
  if (text === undefined) return [];
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}
