/*
 * Syntax of names as Kubernetes validates them.
 * Source: kubernetes/apimachinery@v0.34.0:pkg/util/validation/validation.go
 */

/*
 * The schema of a `postgresql` has the first two: V8 compiles expressions of one text once, and to compile one takes as long as to test
 * hundreds of names.
 */

/** A DNS subdomain. */
export const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A DNS label, or nothing. */
export const optionalLabel = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$/;

/** A label or annotation key: a name of at most 63 characters, with an optional DNS prefix before a slash. */
export function isQualifiedName(key: string): boolean {
  const slash = key.indexOf("/");
  return slash < 0 ? isName(key) : subdomain.test(key.slice(0, slash)) && isName(key.slice(slash + 1));
}

const isName = (name: string) => name !== "" && isLabelValue(name);

/** A label's value: empty, or at most 63 letters, digits, `-`, `_`, `.`, with a letter or digit at both ends. */
export const isLabelValue = (value: string) =>
  /^(?=.{0,63}$)(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(value);

/** A DNS subdomain, as most objects are named. */
export const isDnsSubdomain = (name: string) => subdomain.test(name);

/** A DNS label, as volumes are named. */
export const isDnsLabel = (name: string) => name !== "" && optionalLabel.test(name);

/** An environment variable's name: since Kubernetes 1.34 any printable ASCII but `=`; before, letters, digits, `-`, `_`, `.`. */
export const isEnvName = (name: string) => /^[-._A-Za-z][-._A-Za-z0-9]*$/.test(name) && !/^\.\.?$|^\.\./.test(name);
