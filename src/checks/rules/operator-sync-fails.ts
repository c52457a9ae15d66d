import type { Cluster } from "../../cpo/cluster.ts";
import { credentialSecretName, nameByTemplate, nameSettings } from "../../cpo/operator-names.ts";
import { goDurationSeconds } from "../../go/duration.ts";
import { isDnsSubdomain } from "../../kubernetes/names.ts";
import { isValueFilledInLater } from "../../secret/placeholder.ts";
import { quotableText, whatIs } from "../../text/quotable.ts";
import type { InputContext } from "../input-context.ts";
import type { InputRule } from "../rule.ts";

type Own = NonNullable<InputContext["operatorConfiguration"]>;

export const operatorSyncFails = {
  id: "operator-sync-fails",
  severity: "error",
  title: "Operator configuration with which nothing is made",
  why: "The operator makes the Secrets of a cluster's users first, and gives up on the cluster if the API server refuses one. An OperatorConfiguration without a `kubernetes` section has no name for them, because the default belongs to that section. With a setting that it cannot read, the operator does not start.",
  source:
    "control plane run with operator v0.9.2; CYBERTEC-pg-operator@b25f3ab5:pkg/cluster/sync.go, pkg/controller/operator_config.go; contract 8.11",
  bad: {
    resource: `
      apiVersion: cpo.opensource.cybertec.at/v1
      kind: OperatorConfiguration
      metadata:
        name: postgresql-operator-configuration
        namespace: cpo
      configuration:
        kubernetes_use_configmaps: true
    `,
  },
  good: {
    resource: `
      apiVersion: cpo.opensource.cybertec.at/v1
      kind: OperatorConfiguration
      metadata:
        name: postgresql-operator-configuration
        namespace: cpo
      configuration:
        kubernetes_use_configmaps: true
        kubernetes:
          secret_name_template: "{username}.{cluster}.credentials.{tprkind}.{tprgroup}"
    `,
  },
  *checkInput({ clusters, operatorConfiguration: own }) {
    const [cluster] = clusters;
    if (cluster === undefined || own === undefined) return;
    for (const { setting, problem, fix } of nameProblems(own, cluster))
      yield { at: { in: "field", object: own.object, path: own.pathOf(setting) }, problem, fix };
    for (const { path, text } of own.durations) {
      if (goDurationSeconds(text) !== undefined || isValueFilledInLater(text)) continue;
      yield {
        at: { in: "field", object: own.object, path },
        problem: `\`${path.at(-1)}\` is ${whatIs(text)}, which is not a Go duration, so the operator does not start.`,
        fix: "Write a duration such as `30s`, `5m` or `1h30m`; the longest unit is hours.",
      };
    }
    const policy = own.podManagementPolicy;
    if (policy !== undefined && !["ordered_ready", "parallel"].includes(policy) && !isValueFilledInLater(policy)) {
      yield {
        at: { in: "field", object: own.object, path: own.pathOf("pod_management_policy") },
        problem: `\`pod_management_policy\` is ${whatIs(policy)}, with which the operator makes no StatefulSet, so no database starts.`,
        fix: "Write `ordered_ready` or `parallel`.",
      };
    }
  },
} as const satisfies InputRule;

interface Problem {
  readonly setting: string;
  readonly problem: string;
  readonly fix: string;
}

const secretFix =
  "Write `secret_name_template` below `kubernetes`; the default is {username}.{cluster}.credentials.{tprkind}.{tprgroup}.";

function* nameProblems({ names, pathOf }: Own, { name }: Cluster): Iterable<Problem> {
  const { secretNameTemplate: template, pdbNameFormat: format } = names;
  if (template === "") {
    const inMap = pathOf(nameSettings.secretNameTemplate).length === 2;
    yield {
      setting: nameSettings.secretNameTemplate,
      problem:
        "The configuration has no `secret_name_template`, so the operator makes Secrets without a name, which the API server refuses: every sync fails, and nothing of any cluster is made.",
      fix: inMap ? "Remove the line, and the operator takes its default." : secretFix,
    };
    return;
  }
  const secretOf = (username: string) => credentialSecretName(template, username, name);
  if (!isValueFilledInLater(template) && !isDnsSubdomain(secretOf("postgres"))) {
    yield {
      setting: nameSettings.secretNameTemplate,
      problem: `\`secret_name_template\` makes \`${quotableText(secretOf("postgres"))}\` of the user postgres, which is not a name that the API server accepts: every sync fails, and nothing of any cluster is made.`,
      fix: "Use `{username}`, `{cluster}`, `{tprkind}` and `{tprgroup}`, and between them only lower-case letters, digits, `-` and `.`.",
    };
  } else if (!isValueFilledInLater(template)) {
    for (const setting of ["superUsername", "replicationUsername"] as const) {
      const username = names[setting];
      if (isDnsSubdomain(secretOf(username)) || isValueFilledInLater(username)) continue;
      yield {
        setting: nameSettings[setting],
        problem: `\`${nameSettings[setting]}\` is ${whatIs(username)}, of which no name of a Secret can be made: every sync fails, and nothing of any cluster is made.`,
        fix: "Use only lower-case letters, digits, `-` and `_`, beginning and ending with a letter or digit.",
      };
    }
  }
  const budget = nameByTemplate(format, { cluster: name });
  if (isDnsSubdomain(budget) || isValueFilledInLater(format)) return;
  yield {
    setting: nameSettings.pdbNameFormat,
    problem: `\`pdb_name_format\` ${format === "" ? "is empty" : `makes \`${quotableText(budget)}\``}, which is not a name of a PodDisruptionBudget that the API server accepts, so every sync fails before it makes the backup jobs.`,
    fix: "Remove the line, which brings the default back, or write a name with `{cluster}` and lower-case letters, digits and `-`.",
  };
}
