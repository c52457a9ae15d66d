import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { nagios } from "./nagios.ts";
import { prometheus } from "./prometheus.ts";
import type { StatusFormat } from "./status-format.ts";
import { text } from "./text.ts";

/** The formats by their names, the default first. */
export const statusFormats: Readonly<Record<"text" | "json" | "markdown" | "nagios" | "prometheus", StatusFormat>> = {
  text,
  json,
  markdown,
  nagios,
  prometheus,
};
