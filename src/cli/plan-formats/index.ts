import { planChanges } from "../../recovery/plan-changes.ts";
import { jsonText } from "../json-text.ts";
import type { PlanFormat } from "./plan-format.ts";

/** The formats by their names, the default first. Each is loaded when it is asked for. */
export const planFormats: Readonly<Record<string, PlanFormat>> = {
  text: async (report) => (await import("./text.ts")).text(report),
  markdown: async (report) => (await import("./markdown.ts")).markdown(report),
  json: ({ earlier, plan }) =>
    jsonText(earlier === undefined ? plan : { ...plan, changes: planChanges(earlier, plan) }),
  html: async (report) => (await import("./html.ts")).html(report),
};
