import type { CertificateKey } from "./certificate-keys.ts";
import type { ExpectedCluster } from "./expected.ts";
import type { StatusLimits } from "./limits.ts";
import type { SeenCertificate } from "./observed.ts";
import { problemOf } from "./problem.ts";
import { newCertificate, newCertificateWithoutSet } from "./problem-kind.ts";
import type { StatusProblem } from "./status-schema.ts";
import { visible } from "./visible.ts";
import { durationWords, momentText } from "./words.ts";

const day = 86_400;

/** The key of the certificate by which others know the repo host (contract 2.3). */
const serverKey: CertificateKey = "pgbackrest-repo-host.crt";

/** The Secret of the certificates of a cluster's repo host. */
export const certificateSecret = (cluster: string): string => `Secret/${cluster}-pgbackrest-cert`;

/** What is wrong with the certificates of a repo host. */
export function certificateProblems(
  { name, repoHostName }: Pick<ExpectedCluster, "name" | "repoHostName">,
  { certificates, missingKeys }: SeenCertificate,
  {
    hasStatefulSet,
    limits,
    now,
  }: { readonly hasStatefulSet: boolean; readonly limits: StatusLimits; readonly now: number },
): readonly StatusProblem[] {
  const newOne = hasStatefulSet ? newCertificate : newCertificateWithoutSet;
  const fix = hasStatefulSet ? {} : { fix: `The operator never renews it. ${newOne}` };
  const object = visible(certificateSecret(name));
  const problems: StatusProblem[] = [];
  if (missingKeys.length > 0)
    problems.push(
      problemOf(
        "certificate-missing",
        `${object} has no certificate or key in ${missingKeys.map(visible).join(", ")}.`,
        {
          object,
          fix: `The operator never mends it. ${newOne}`,
        },
      ),
    );
  const [first] = [...certificates].sort((left, right) => left.until - right.until);
  const early = certificates.find(({ from }) => from > now + limits.clockSkewSeconds);
  if (first !== undefined && first.until <= now)
    problems.push(
      problemOf(
        "certificate-ended",
        `The certificate ${visible(first.key)} of the repo host ended at ${momentText(first.until)}: no WAL is archived, and every backup fails.`,
        { object, ...fix },
      ),
    );
  else if (first !== undefined && first.until - now < limits.certificateWarningDays * day)
    problems.push(
      problemOf(
        "certificate-ends",
        `The certificate ${visible(first.key)} of the repo host ends at ${momentText(first.until)}, in ${durationWords(first.until - now)}.`,
        { object, ...fix, ...(first.until - now < limits.certificateCriticalDays * day && { level: "critical" }) },
      ),
    );
  if (early !== undefined)
    problems.push(
      problemOf(
        "certificate-ended",
        `The certificate ${visible(early.key)} of the repo host is not valid before ${momentText(early.from)}.`,
        { object, ...fix },
      ),
    );
  const server = certificates.find(({ key }) => key === serverKey);
  if (repoHostName !== undefined && server !== undefined && !server.names.some((each) => covers(each, repoHostName)))
    problems.push(
      problemOf(
        "certificate-names",
        `${serverKey} is not for ${visible(repoHostName)}, by which the repo host is reached: it has ${server.names.map(visible).join(", ") || "no names"}.`,
        { object, ...fix },
      ),
    );
  return problems;
}

/**
 * A star stands for one label. The domain of the Kubernetes cluster is not compared: the operator writes it into both, and may have another than
 * the manifests are read with.
 */
function covers(pattern: string, name: string): boolean {
  const [given, asked] = [withoutDomain(pattern), withoutDomain(name)];
  return given === asked || (given.startsWith("*.") && given.slice(1) === asked.slice(asked.indexOf(".")));
}

const withoutDomain = (name: string) => name.toLowerCase().replace(/\.svc(?:\..*)?$/, ".svc");
