import type { Level } from "./status-schema.ts";

/** The worst one decides. What is not known may be worse than what is only a warning. */
const order: readonly Level[] = ["ok", "warning", "unknown", "critical"];

/** The worst of some levels; `ok` where there are none. */
export const worstLevel = (levels: readonly Level[]): Level =>
  levels.reduce((worst, level) => (order.indexOf(level) > order.indexOf(worst) ? level : worst), "ok");
