import { type ClusterRef, refKey } from "../recovery/cluster-place.ts";
import type { Plan } from "../recovery/plan-schema.ts";
import { placedName } from "./cluster-names.ts";
import { codeWords } from "./code-words.ts";
import { type Html, html } from "./html.ts";
import { withoutBackticks } from "./without-backticks.ts";
import { duration, momentTag } from "./words.ts";

const shownItems = 6;
const shownRuns = 4;

type LinkTo = (cluster: ClusterRef) => Html;

/** Lists of what to look at first. Those without an item are left out. */
export function fleetAttention(plan: Plan, addresses: readonly string[]): Html {
  const linkTo = links(plan, addresses);
  const { fleet, shortfalls = [], changes = [], unread = [] } = plan;
  return html`<div class="columns">${[
    list(
      "Could not be read, and not in this plan",
      unread.map((each) => html`<code>${unreadPlace(each)}</code> <span class="bad">${codeWords(each.problem)}</span>`),
    ),
    list("Never backed up", fleet.unprotected.map(linkTo)),
    list(
      "Short of the policy",
      shortfalls.map(
        (each) => html`${linkTo(each)} <span class="muted">${withoutBackticks(`${each.problem} ${each.fix}`)}</span>`,
      ),
    ),
    list(
      "Different from the earlier plan",
      changes.map(
        (each) =>
          html`${linkTo(each)} ${each.repository} <span class="${each.effect === "loss" ? "bad" : "muted"}">${each.text}</span>`,
      ),
    ),
    list(
      "Shortest windows",
      fleet.shortestWindow.map(
        (each) => html`${linkTo(each)} <span class="muted">${duration(each.guaranteedSeconds, "unlimited")}</span>`,
      ),
    ),
    list(
      "Runs that start in the same minute",
      fleet.collisions.map((each) => collisionView(each, linkTo)),
      { count: fleet.collisionCount, shown: 2 },
    ),
  ]}</div>`;
}

const unreadPlace = ({ file, folder, line }: NonNullable<Plan["unread"]>[number]): string =>
  folder ?? (file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`}`);

/** Links to clusters by their names, and by their places where several have one name. A cluster that is gone has none. */
function links({ clusters }: Plan, addresses: readonly string[]): LinkTo {
  const places = new Map(clusters.map((cluster, index) => [refKey(cluster), addresses[index]] as const));
  return (cluster) => {
    const name = placedName(cluster);
    const address = places.get(refKey(cluster));
    return address === undefined ? html`${name}` : html`<a href="#${address}">${name}</a>`;
  };
}

function collisionView({ at, on, runs }: Plan["fleet"]["collisions"][number], linkTo: LinkTo): Html {
  const rest = runs.length - shownRuns;
  const items = runs.slice(0, shownRuns).map((run) => html`<li>${linkTo(run)} ${run.repository} ${run.type}</li>`);
  return html`${on} <span class="muted">${momentTag(Date.parse(at) / 1000)}</span><ul>${items}${
    rest > 0 && html`<li class="muted">and ${rest} more</li>`
  }</ul>`;
}

/** The first few of a list, the rest behind a summary; `count` is how many there are in all, where the list does not have them. */
function list(
  title: string,
  items: readonly Html[],
  { count = items.length, shown = shownItems }: { readonly count?: number; readonly shown?: number } = {},
): Html {
  if (items.length === 0) return html``;
  const item = (each: Html) => html`<li>${each}</li>`;
  const rest = items.slice(shown);
  return html`<section class="list"><h2>${title} <span class="muted">${count}</span></h2><ul>${items.slice(0, shown).map(item)}</ul>${
    rest.length > 0 && html`<details><summary>${rest.length} more</summary><ul>${rest.map(item)}</ul></details>`
  }</section>
`;
}
