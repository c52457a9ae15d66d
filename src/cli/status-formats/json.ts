import { jsonText } from "../json-text.ts";
import type { StatusFormat } from "./status-format.ts";

/** For programs; fn-config/status.schema.json describes it. */
export const json: StatusFormat = (status) => jsonText(status);
