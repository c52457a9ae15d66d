import type { Finding } from "../findings/finding.ts";
import type { JsonValue } from "../json/json-value.ts";
import type { Edit, Written } from "./edit.ts";

/** What a fix is made of: the finding, what is written there, and the resource that it is about where that is a cluster. */
export interface FixContext {
  readonly finding: Finding;
  readonly written: Written;
  /** The whole `postgresql`, as it is judged; `undefined` where the finding is about another resource. */
  readonly cluster: JsonValue | undefined;
  /** The numbers of its repositories; `undefined` without a cluster. */
  readonly repositories: readonly number[] | undefined;
}

/** The one right answer to a finding; `undefined` where there are several in this case. */
export type Fix = (context: FixContext) => Edit | undefined;
