import { isDnsSubdomain } from "../kubernetes/names.ts";
import { quotableName } from "../text/quotable.ts";

/** The name of a Secret as people are told it. What cannot be one may be what the Secret should hold, pasted into the wrong field. */
export const shownSecretName = (name: string): string => (isDnsSubdomain(name) ? name : quotableName(name));
