import { remembered } from "../../text/memo.ts";
import type { ClusterRule } from "../rule.ts";

/** What Patroni takes for a parameter of recovery: one of few different names that a fleet sets. */
const isOfRecovery = remembered((name) => recovery.test(name.toLowerCase()));
const recovery =
  /^(restore_command|archive_cleanup_command|recovery_end_command|recovery_min_apply_delay|recovery_target.*|primary_conninfo|primary_slot_name|promote_trigger_file|trigger_file|standby_mode|pause_at_recovery_target)$/;

export const recoveryParameter = {
  id: "recovery-parameter",
  severity: "warning",
  title: "Parameter that takes the repository from replicas",
  why: "One recovery parameter in `parameters` replaces all those of the image, including the `restore_command` by which replicas fetch WAL from the repository. A replica that falls behind must then be built anew.",
  source: "patroni/patroni@v4.1.0:patroni/postgresql/config.py#L1046-L1050; run with Patroni 4.1.0 and PostgreSQL 15",
  holdsWhateverIsFilledIn: true,
  bad: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            recovery_min_apply_delay: 1h
    `,
  },
  good: {
    postgresql: `
      spec:
        postgresql:
          parameters:
            recovery_min_apply_delay: 1h
            restore_command: pgbackrest --stanza=db archive-get %f "%p"
    `,
  },
  appliesTo: "parameters",
  *checkCluster({ cluster }) {
    const { numberOfInstances, postgresql } = cluster.resource.spec;
    if (postgresql.parameters === undefined || numberOfInstances < 2) return;
    const given = Object.keys(postgresql.parameters).filter(isOfRecovery);
    const command = given.find((each) => each.toLowerCase() === "restore_command");
    const name = command ?? given[0];
    if (name === undefined || /pgbackrest.*archive-get/s.test(postgresql.parameters[command ?? ""] ?? "")) return;
    yield {
      at: { in: "field", object: cluster.object, path: ["spec", "postgresql", "parameters", name] },
      problem:
        command === undefined
          ? `\`${name}\` replaces all recovery parameters of the image, so replicas have no \`restore_command\` and cannot fetch WAL from the repository.`
          : `\`${name}\` replaces the image's, so replicas do not fetch WAL from the repository.`,
      fix: `${command === undefined ? "Add" : "Set"} \`restore_command: pgbackrest --stanza=db archive-get %f "%p"\`.`,
    };
  },
} as const satisfies ClusterRule;
