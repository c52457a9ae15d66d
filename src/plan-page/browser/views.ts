import { clusterView } from "../cluster-view.ts";
import { html } from "../html.ts";
import type { PageData } from "../page-data.ts";
import { runbookView } from "../runbook-view.ts";
import { copyButtons } from "./copy.ts";
import { detailsOf, runbookOf } from "./data.ts";
import { all, fill, find } from "./elements.ts";
import { timelineBox } from "./timeline.ts";

/** Shows the fleet, or the cluster that the address names; the browser's way back works. A plan of one cluster opens with it. */
export function showByAddress(data: PageData): void {
  const title = document.title;
  let stop: () => void = () => {};
  let left: string | undefined;
  const show = async (isFirst: boolean) => {
    const address = location.hash.slice(1);
    if (address === "main") return;
    const index = address === "" && isFirst && data.addresses.length === 1 ? 0 : data.addresses.indexOf(address);
    const content = find("#cluster .content", HTMLElement);
    const details = index === -1 ? undefined : await detailsOf(data, index);
    const runbook = index === -1 ? undefined : await runbookOf(data, index);
    if (location.hash.slice(1) !== address) return; // meanwhile another one was asked for
    stop();
    stop = () => {};
    find("#fleet", HTMLElement).hidden = details !== undefined;
    find("#cluster", HTMLElement).hidden = details === undefined;
    document.title = title;
    if (details === undefined) {
      fill(content, html``);
      focusLink(left);
      left = undefined;
      return;
    }
    left = address;
    fill(content, html`${clusterView(details)}${runbook !== undefined && runbookView(runbook)}`);
    copyButtons(content);
    const boxes = all("[data-timeline]", HTMLElement, content).flatMap((box) => {
      const timeline = details.timelines[Number(box.dataset.timeline)];
      return timeline == null ? [] : [timelineBox(box, timeline, data.now)];
    });
    stop = () => {
      for (const end of boxes) end();
    };
    const heading = find("h2", HTMLHeadingElement, content);
    document.title = `${heading.textContent} · ${title}`;
    if (isFirst) return;
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  };
  addEventListener("hashchange", () => void show(false));
  void show(true);
}

/** Who comes back from a cluster goes on where it stands in the table. */
function focusLink(address: string | undefined): void {
  if (address === undefined) return;
  const link = all(".clusters tbody th a", HTMLAnchorElement).find(({ hash }) => hash === `#${address}`);
  link?.focus();
}
