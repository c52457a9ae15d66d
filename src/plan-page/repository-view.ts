import type { RepositoryPlan } from "../recovery/plan-schema.ts";
import { figureList } from "./figure.ts";
import { type Html, html } from "./html.ts";
import { repositoryFigures } from "./repository-figures.ts";
import { duration, momentTag } from "./words.ts";

/** A repository: where it is, its figures, its schedules. `errors` are those of its cluster. */
export const repositoryView = (repository: RepositoryPlan, errors = 0): Html =>
  html`${facts(repository)}
${gaps(repository)}${figureList(repositoryFigures(repository, errors))}
${schedules(repository)}`;

function facts({ storage, location, endpoint, encryption, secret }: RepositoryPlan): Html {
  const encrypted = {
    "aes-256-cbc": html`encrypted with aes-256-cbc`,
    none: html`<span class="bad">not encrypted</span>`,
    unknown: html`encryption not known: only a Secret that is not in the input says it`,
  }[encryption];
  const parts = [
    html`<span>${storage}</span>`,
    html`<code>${location}</code>`,
    ...(endpoint === undefined ? [] : [html`<span>at <code>${endpoint}</code></span>`]),
    html`<span data-encryption="${encryption}">${encrypted}</span>`,
    ...(secret === undefined ? [] : [html`<span>keys in Secret <code>${secret}</code></span>`]),
  ];
  return html`<ul class="facts">${parts.map((part) => html`<li>${part}</li>`)}</ul>`;
}

const gaps = ({ gaps }: RepositoryPlan): Html | undefined =>
  gaps.length === 0 ? undefined : html`<ul class="gaps">${gaps.map((gap) => html`<li>${gap}</li>`)}</ul>`;

function schedules({ name, schedules, schedulesKnown = true, longestGapSeconds }: RepositoryPlan): Html {
  if (schedules.length === 0) return html`<p class="bad">Nothing is scheduled.</p>`;
  return html`<div class="scroll" role="region" aria-label="Schedules of ${name}" tabindex="0"><table class="schedules">
<thead><tr><th scope="col">Type</th><th scope="col">When</th><th scope="col">Cron</th><th scope="col">Longest gap</th><th scope="col">Next runs, in UTC</th></tr></thead>
<tbody>${schedules.map(
    ({ type, words, cron, timeZone, longestGapSeconds, next, suspended, filledInLater }) =>
      html`<tr><th scope="row"><span class="type ${type}">${type}</span></th><td>${words}${suspended && html` <span class="badge warning">suspended</span>`}</td><td><code>${cron}</code>${timeZone !== undefined && html` <span class="muted">${timeZone}</span>`}</td><td class="number">${duration(longestGapSeconds, filledInLater ? "not known" : "no second run")}</td><td class="next">${next.map(
        (run, index) => html`${index > 0 && ", "}${momentTag(Date.parse(run) / 1000)}`,
      )}</td></tr>
`,
  )}</tbody></table></div>
<p class="note">Longest time between two backups of any type: ${duration(longestGapSeconds, schedulesKnown ? "there are no two" : "not known")}.</p>`;
}
