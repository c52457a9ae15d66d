import type { Plan } from "../recovery/plan-schema.ts";
import { placedName } from "./cluster-names.ts";
import { summaryOf } from "./cluster-summary.ts";
import type { Figure } from "./figure.ts";
import { findingsBadges } from "./findings-badges.ts";
import { type Html, html } from "./html.ts";
import { counted, duration, weekdays } from "./words.ts";

/** The figures of the fleet. */
export function fleetFigures({ clusters, fleet }: Plan): readonly Figure[] {
  const withoutEncryption = clusters.filter((cluster) => summaryOf(cluster).encryptions.includes("none")).length;
  return [
    {
      title: "Clusters",
      name: "clusters",
      value: html`<data value="${fleet.clusters}">${fleet.clusters}</data>`,
      note: html`${counted(fleet.repositories, "repository", "repositories")}`,
    },
    {
      title: "Never backed up",
      name: "unprotected",
      value: alarming(fleet.unprotected.length),
      note: html`clusters without any backup`,
    },
    {
      title: "Not encrypted",
      name: "plain",
      value: alarming(withoutEncryption),
      note: html`clusters with such a repository`,
    },
    { title: "Shortest window", name: "shortest", ...shortestWords(fleet) },
    { title: "Busiest hour", name: "busiest", ...busiestWords(fleet.busiest) },
    {
      title: "Findings",
      name: "findings",
      value: html`<span class="badges">${findingsBadges(fleet.findings)}</span>`,
      note: html``,
    },
  ];
}

const alarming = (count: number): Html =>
  html`<data value="${count}"${count > 0 && html` class="bad"`}>${count}</data>`;

function shortestWords({ shortestWindow, unprotected, clusters }: Plan["fleet"]) {
  const [shortest] = shortestWindow;
  if (shortest !== undefined)
    return { value: duration(shortest.guaranteedSeconds, "unlimited"), note: html`of ${placedName(shortest)}` };
  return unprotected.length === clusters
    ? { value: html`none`, note: html`no cluster is backed up` }
    : { value: html`unlimited`, note: html`nothing ever expires` };
}

function busiestWords(busiest: Plan["fleet"]["busiest"]) {
  if (busiest === null) return { value: html`none`, note: html`nothing is scheduled` };
  const { day, hour, backups } = busiest;
  return {
    value: html`${weekdays[day]?.slice(0, 3) ?? ""} ${hour}:00`,
    note: html`<data value="${backups}">${counted(backups, "backup")}</data>`,
  };
}
