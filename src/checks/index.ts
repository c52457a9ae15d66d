import { namespaceMissing } from "./namespace-missing.ts";
import type { Rule } from "./rule.ts";

/** Every rule, in the order in which findings about one cluster are read. */
export const rules: readonly Rule[] = [namespaceMissing];
