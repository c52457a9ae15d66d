import { hasRepoHost } from "../../cpo/cluster.ts";
import type { Settings } from "../../cpo/settings.ts";
import { goRegularExpression, isRead } from "../../go/regular-expression.ts";
import { parseCron } from "../../kubernetes/cron.ts";
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import { quotableName, quotableText } from "../../text/quotable.ts";
import type { InputContext } from "../input-context.ts";
import type { InputDiagnostic, InputRule } from "../rule.ts";

export const operatorSettingsRefused = {
  id: "operator-settings-refused",
  severity: "error",
  title: "Operator setting that breaks the backups",
  why: "Some operator settings lead to objects that Kubernetes refuses, or to a repo host that no pod can reach.",
  source: "kubernetes-limits.md rows 8, 9, 10; contract 5.19, 8.9, 8.10",
  bad: {
    functionConfig: `
      spec:
        operator:
          spilo_privileged: true
          spilo_allow_privilege_escalation: false
    `,
  },
  good: {
    functionConfig: `
      spec:
        operator:
          spilo_privileged: true
    `,
  },
  *checkInput({ clusters, settingPlace: at, settings }) {
    if (clusters.length === 0) return;
    if (settings.spiloPrivileged && !settings.spiloAllowPrivilegeEscalation) {
      yield {
        at: at("spilo_privileged"),
        problem: "Containers are privileged but may not escalate privileges, which Kubernetes refuses.",
        fix: "Set `spilo_privileged: false`, or `spilo_allow_privilege_escalation: true`.",
      };
    }
    const { additionalSecretMount: secret, additionalSecretMountPath: path } = settings;
    if (secret !== "" && !isDnsLabel(secret)) {
      yield {
        at: at("additional_secret_mount"),
        problem: `\`${quotableName(secret)}\` becomes the name of a volume, in which Kubernetes allows only lower-case letters, digits and hyphens.`,
        fix: "Use a Secret whose name has at most 63 lower-case letters, digits and hyphens.",
      };
    }
    const volumes = clusters.flatMap(({ repositories }) => repositories.map(({ name }) => name));
    if (
      secret !== "" &&
      (volumes.includes(secret) ||
        ["pgbackrest-tmp", "pgbackrest-config", "cert-secret", "postgresql-run"].includes(secret))
    ) {
      yield {
        at: at("additional_secret_mount"),
        problem: `\`${quotableName(secret)}\` is also the name of a volume of the repo host, so one replaces the other, or Kubernetes refuses the pod.`,
        fix: "Use a Secret with a name other than `repo1` to `repo4`, `pgbackrest-tmp`, `pgbackrest-config`, `cert-secret` and `postgresql-run`.",
      };
    }
    if (secret !== "" && /^\/(etc\/pgbackrest\/(conf\.d|certs)|tmp|data\/pgbackrest\/repo\d)\/*$/.test(path)) {
      yield {
        at: at("additional_secret_mount_path"),
        problem: `\`${quotableText(path)}\` is where a volume of pgBackRest's own is mounted, and Kubernetes refuses two mounts at one path.`,
        fix: "Write another path, for example `/meta/credentials`.",
      };
    }
    const onVolume = clusters.find(hasRepoHost);
    if (onVolume !== undefined && !settings.kubernetesUseConfigmaps) {
      yield {
        at: at("kubernetes_use_configmaps"),
        also: [{ in: "field", object: onVolume.object, path: ["spec", "backup", "pgbackrest", "repos"] }],
        problem:
          "`kubernetes_use_configmaps` is false, so the pods' Service has no endpoints, and Postgres pods and the repo host cannot find each other.",
        fix: "Set `kubernetes_use_configmaps: true` in the operator's configuration, or keep backups in object storage.",
      };
    }
    for (const [index, expression] of settings.downscalerAnnotations.entries()) {
      const read = goRegularExpression(expression);
      if (isRead(read)) continue;
      yield {
        at: at("downscaler_annotations", index),
        problem: `\`${quotableText(expression)}\` ${read.unread}; only what Go and JavaScript read alike is supported. If the operator cannot read an expression, it drops all annotations of the repo host.`,
        fix: read.instead,
      };
    }
    if (!isDnsSubdomain(settings.podServiceAccountName)) {
      yield {
        at: at("pod_service_account_name"),
        problem: `\`${quotableName(settings.podServiceAccountName)}\` is not a name that Kubernetes accepts for a service account.`,
        fix: "Use lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit, for example `postgres-pod`.",
      };
    }
    if (onVolume !== undefined) yield* repoHostProblems(settings, at);
    const schedule = parseCron(settings.logicalBackupSchedule);
    if (typeof schedule === "string")
      yield {
        at: at("logical_backup_schedule"),
        problem: `Kubernetes refuses the schedule \`${quotableText(settings.logicalBackupSchedule)}\`. ${schedule}`,
        fix: "Write minute, hour, day of the month, month and day of the week, for example `30 0 * * *`.",
      };
  },
} as const satisfies InputRule;

/** What only the repo host takes of the operator's settings. */
function* repoHostProblems(settings: Settings, at: InputContext["settingPlace"]): Iterable<InputDiagnostic> {
  const refused = (setting: string, problem: string, fix: string, ...below: readonly string[]): InputDiagnostic => ({
    at: at(setting, ...below),
    problem: `\`${setting}\` ${problem}, so Kubernetes refuses the repo host.`,
    fix,
  });
  for (const [setting, id] of Object.entries({
    spilo_runasuser: settings.spiloRunAsUser ?? 0,
    spilo_runasgroup: settings.spiloRunAsGroup ?? 0,
    spilo_fsgroup: settings.spiloFsGroup ?? 0,
  }))
    if (id < 0 || id > 2 ** 31 - 1)
      yield refused(
        setting,
        "is outside 0 to 2147483647",
        "Write a number from 0 to 2147483647, or remove the setting.",
      );
  for (const [key, value] of Object.entries(settings.nodeReadinessLabel))
    if (!isQualifiedName(key) || !isLabelValue(value))
      yield refused(
        "node_readiness_label",
        "holds a label that Kubernetes does not accept",
        "Use at most 63 letters, digits, `-`, `_` and `.` each for key and value, beginning and ending with a letter or digit; before the key, a DNS prefix and a slash are allowed.",
        key,
      );
  if (settings.enablePodAntiaffinity && !isQualifiedName(settings.podAntiaffinityTopologyKey))
    yield refused(
      "pod_antiaffinity_topology_key",
      "is not a label key",
      "Write the key of a node label, for example `kubernetes.io/hostname`.",
    );
  const { podPriorityClassName: priority, toleration } = settings;
  if (priority !== "" && !isDnsSubdomain(priority))
    yield refused(
      "pod_priority_class_name",
      "is not a name that Kubernetes accepts",
      "Write the name of a PriorityClass: lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit.",
    );
  const { key = "", operator = "", value = "", effect = "" } = toleration;
  if (key === "" && operator === "" && value === "" && effect === "") return;
  const wrong =
    !["", "Equal", "Exists"].includes(operator) ||
    !["", "NoExecute", "NoSchedule", "PreferNoSchedule"].includes(effect) ||
    (key === "" ? operator !== "Exists" : !isQualifiedName(key)) ||
    (operator === "Exists" ? value !== "" : !isLabelValue(value));
  if (wrong)
    yield refused(
      "toleration",
      "is not a toleration that Kubernetes accepts",
      "Write `key` with `operator: Exists`, or `key` with `operator: Equal` and `value`, and as `effect` one of `NoExecute`, `NoSchedule` and `PreferNoSchedule`.",
    );
}
