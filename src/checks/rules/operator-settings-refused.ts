import type { Settings } from "../../cpo/settings.ts";
import { goRegularExpression, isRead } from "../../go/regular-expression.ts";
import { parseCron } from "../../kubernetes/cron.ts";
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from "../../kubernetes/names.ts";
import type { InputContext } from "../input-context.ts";
import type { InputDiagnostic, InputRule } from "../rule.ts";

export const operatorSettingsRefused = {
  id: "operator-settings-refused",
  severity: "error",
  title: "Operator setting that breaks the backups",
  why: "Some settings of the operator give objects that Kubernetes refuses, or a repo host that nobody can reach.",
  source: "kubernetes-limits.md rows 8, 9, 10; contract 5.19, 8.9, 8.10",
  bad: { functionConfig: "spec: {operator: {spilo_privileged: true, spilo_allow_privilege_escalation: false}}" },
  good: { functionConfig: "spec: {operator: {spilo_privileged: true}}" },
  *checkInput({ clusters, settingPlace: at, settings }) {
    if (clusters.length === 0) return;
    if (settings.spiloPrivileged && !settings.spiloAllowPrivilegeEscalation) {
      yield {
        at: at("spilo_privileged"),
        problem: "Containers are privileged and may not escalate privileges, which Kubernetes refuses.",
        fix: "Set `spilo_privileged: false`, or `spilo_allow_privilege_escalation: true`.",
      };
    }
    const { additionalSecretMount: secret, additionalSecretMountPath: path } = settings;
    if (secret !== "" && !isDnsLabel(secret)) {
      yield {
        at: at("additional_secret_mount"),
        problem: `\`${secret}\` becomes the name of a volume, and Kubernetes refuses dots and capitals there.`,
        fix: "Use a Secret whose name has only lower-case letters, digits and hyphens.",
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
        problem: `\`${secret}\` is also the name of a volume of the repo host, which then takes its place or is refused.`,
        fix: "Use a Secret of another name.",
      };
    }
    if (secret !== "" && /^\/(etc\/pgbackrest\/(conf\.d|certs)|tmp|data\/pgbackrest\/repo\d)\/*$/.test(path)) {
      yield {
        at: at("additional_secret_mount_path"),
        problem: `\`${path}\` is where pgBackRest's own volume is mounted, and Kubernetes refuses two at one place.`,
        fix: "Mount the Secret somewhere else.",
      };
    }
    const onVolume = clusters.find(({ repositories }) => repositories.some(({ storage }) => storage === "pvc"));
    if (onVolume !== undefined && !settings.kubernetesUseConfigmaps) {
      yield {
        at: at("kubernetes_use_configmaps"),
        also: [{ in: "field", object: onVolume.object, path: ["spec", "backup", "pgbackrest", "repos"] }],
        problem:
          "`kubernetes_use_configmaps` is false, so the Service of the pods has no endpoints, and Postgres pods and repo host do not find each other.",
        fix: "Set `kubernetes_use_configmaps: true` in the operator's configuration, or keep backups in object storage.",
      };
    }
    for (const [index, expression] of settings.downscalerAnnotations.entries()) {
      const read = goRegularExpression(expression);
      if (isRead(read)) continue;
      yield {
        at: at("downscaler_annotations", index),
        problem: `\`${expression}\` ${read.unread}; only what Go and JavaScript read alike is supported. When the operator cannot read an expression, it drops all annotations of the repo host.`,
        fix: read.instead,
      };
    }
    if (!isDnsSubdomain(settings.podServiceAccountName)) {
      yield {
        at: at("pod_service_account_name"),
        problem: `\`${settings.podServiceAccountName}\` is no name that Kubernetes accepts for a service account.`,
        fix: "Use lower-case letters, digits, `-` and `.`.",
      };
    }
    if (onVolume !== undefined) yield* repoHostProblems(settings, at);
    const schedule = parseCron(settings.logicalBackupSchedule);
    if (typeof schedule === "string")
      yield {
        at: at("logical_backup_schedule"),
        problem: `Kubernetes refuses the schedule \`${settings.logicalBackupSchedule}\`. ${schedule}`,
        fix: "Write five fields, for example `30 0 * * *`.",
      };
  },
} as const satisfies InputRule;

/** What only the repo host takes of the operator's settings. */
function* repoHostProblems(settings: Settings, at: InputContext["settingPlace"]): Iterable<InputDiagnostic> {
  const refused = (setting: string, problem: string, ...below: readonly string[]): InputDiagnostic => ({
    at: at(setting, ...below),
    problem: `\`${setting}\` ${problem}, and Kubernetes refuses the repo host.`,
    fix: "Correct the setting.",
  });
  for (const [setting, id] of Object.entries({
    spilo_runasuser: settings.spiloRunAsUser ?? 0,
    spilo_runasgroup: settings.spiloRunAsGroup ?? 0,
    spilo_fsgroup: settings.spiloFsGroup ?? 0,
  }))
    if (id < 0 || id > 2 ** 31 - 1) yield refused(setting, "is not from 0 to 2147483647");
  for (const [key, value] of Object.entries(settings.nodeReadinessLabel))
    if (!isQualifiedName(key) || !isLabelValue(value)) yield refused("node_readiness_label", "is no label", key);
  if (settings.enablePodAntiaffinity && !isQualifiedName(settings.podAntiaffinityTopologyKey))
    yield refused("pod_antiaffinity_topology_key", "is no key of a label");
  const { podPriorityClassName: priority, toleration } = settings;
  if (priority !== "" && !isDnsSubdomain(priority)) yield refused("pod_priority_class_name", "is no name of an object");
  const { key = "", operator = "", value = "", effect = "" } = toleration;
  if (key === "" && operator === "" && value === "" && effect === "") return;
  const wrong =
    !["", "Equal", "Exists"].includes(operator) ||
    !["", "NoExecute", "NoSchedule", "PreferNoSchedule"].includes(effect) ||
    (key === "" ? operator !== "Exists" : !isQualifiedName(key)) ||
    (operator === "Exists" ? value !== "" : !isLabelValue(value));
  if (wrong) yield refused("toleration", "is no toleration");
}
