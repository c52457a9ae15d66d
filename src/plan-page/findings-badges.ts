import type { ClusterPlan } from "../recovery/plan-schema.ts";
import { type Html, html } from "./html.ts";
import { counted } from "./words.ts";

const severities = ["error", "warning", "info"] as const;

/** The numbers of findings, errors first. Each says in words what its color says. */
export function findingsBadges(findings: ClusterPlan["findings"]): Html {
  const there = severities.filter((severity) => findings[severity] > 0);
  if (there.length === 0) return html`<span class="muted">none</span>`;
  return html`${there.map(
    (severity) =>
      html`<span class="badge ${severity}"><data class="finding" value="${findings[severity]}">${counted(findings[severity], severity)}</data></span> `,
  )}`;
}
