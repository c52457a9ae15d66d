import type { Timeline } from "../recovery/timeline.ts";
import { type Html, html } from "./html.ts";
import { standingAt } from "./seen-at.ts";
import { momentTag } from "./words.ts";

const most = 500;

/** The backups of a timeline as a table, newest first: what the drawing shows, for those who cannot see it. */
export function backupTable({ backups }: Timeline, now: number): Html {
  const rows = backups.slice(-most).toReversed();
  const left = backups.length - rows.length;
  return html`<div class="scroll" role="region" aria-label="Backups" tabindex="0"><table>
<thead><tr><th scope="col">Backup, in UTC</th><th scope="col">Type</th><th scope="col">Builds on</th><th scope="col">Seen from there</th><th scope="col">Expires</th></tr></thead>
<tbody>${rows.map((backup) => {
    const base = backup.prior === undefined ? undefined : backups[backup.prior];
    return html`<tr><th scope="row">${momentTag(backup.at, { year: true })}</th><td>${backup.type}</td><td>${base === undefined ? "" : html`${base.type} of ${momentTag(base.at)}`}</td><td>${standingAt(backup, now)}</td><td>${
      backup.expires === undefined
        ? html`<span class="muted">later, or never</span>`
        : momentTag(backup.expires, { year: true })
    }</td></tr>
`;
  })}</tbody></table></div>${left > 0 && html`<p class="note">${left} older ones are left out.</p>`}`;
}
