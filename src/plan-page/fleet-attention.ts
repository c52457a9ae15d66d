import type { Plan } from "../recovery/plan-schema.ts";
import { clusterName } from "./cluster-names.ts";
import { type Html, html } from "./html.ts";
import { withoutBackticks } from "./without-backticks.ts";
import { duration, momentTag } from "./words.ts";

const shownItems = 6;
const shownRuns = 4;

type Named = Plan["fleet"]["unprotected"][number];
type LinkTo = (cluster: Named) => Html;

/** Lists of what to look at first. Those without an item are left out. */
export function fleetAttention(plan: Plan, addresses: readonly string[]): Html {
  const linkTo = links(plan, addresses);
  const { fleet, shortfalls = [], changes = [] } = plan;
  return html`<div class="columns">${[
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

/** Links to clusters by their names. Where two have one name, the link leads to the first. */
function links({ clusters }: Plan, addresses: readonly string[]): LinkTo {
  const places = new Map(
    clusters.map((cluster, index) => [clusterName(cluster), addresses[index]] as const).toReversed(),
  );
  return (cluster) => {
    const name = clusterName(cluster);
    const address = places.get(name);
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
