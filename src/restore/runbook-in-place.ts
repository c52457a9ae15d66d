import { archiveStep, byHandSteps } from "./runbook-by-hand.ts";
import {
  firstPod,
  kubectl,
  type RunbookSource,
  repositoryChoice,
  type Target,
  targetVariables,
} from "./runbook-cluster.ts";
import { commandLine, expanding, type Word } from "./runbook-shell.ts";
import type { RunbookChapter, RunbookCommand, RunbookStep } from "./runbook-step.ts";

const options: Readonly<Record<Target, readonly Word[]>> = {
  latest: ["--latest"],
  time: ["--to", expanding("$TARGET")],
  set: ["--set", expanding("$SET")],
};

/** The latest state: the operator cannot replay WAL to its end, so it is done by hand. */
export const latestChapter = (source: RunbookSource): RunbookChapter => ({
  id: "in-place-latest",
  title: "Restore in place, the latest state",
  when: "The database's files are lost or damaged, in all pods: if a replica has them, let Patroni fail over to it instead. The operator restores to a moment or to the end of a backup, but cannot replay WAL to its end; so this is done by hand.",
  steps: [
    archiveStep(source, "in-place-latest"),
    ...byHandSteps(source, "in-place-latest", ["latest"]),
    ...operatorSteps(source, "latest").map((step) =>
      step.id === "in-place-latest-patch"
        ? {
            ...step,
            why: "Nothing after the end of that backup comes back. With a moment in place of `--latest`, WAL is replayed up to it: see the next chapter.",
          }
        : step,
    ),
  ],
});

/** A moment of the past. */
export const pointInTimeChapter = (source: RunbookSource): RunbookChapter => ({
  id: "in-place-time",
  title: "Restore in place, to a point in time",
  when: "Something was destroyed by mistake, you know when, and all later changes may go. If they may not, clone beside. Back up first: then you can come back.",
  steps: [archiveStep(source, "in-place-time"), ...operatorSteps(source, "time"), againStep(source)],
});

/** A second attempt: the first one has begun another history, which PostgreSQL would follow. */
function againStep(source: RunbookSource): RunbookStep {
  const { words, variables } = repositoryChoice(source);
  return {
    id: "in-place-time-again",
    title: "If it was not the right moment: make a patch for another",
    way: operatorWay("time"),
    why: "Each restore begins a new timeline. To reach a moment that is later than the first target, PostgreSQL must follow the old one. Apply the patch as before; its `id` is a new one.",
    variables: [
      ...targetVariables.time,
      {
        name: "TIMELINE",
        meaning:
          "The timeline of that moment, as a decimal number: 1 if the database was never restored or failed over before. The first eight digits of a WAL file's name are its timeline, in hexadecimal: for 00000010, write TIMELINE=$((16#00000010)), which is 16.",
        example: "1",
      },
      ...variables,
    ],
    commands: [
      {
        text: `${patchCommand(source, ...options.time, ...words, "--option", expanding("target-timeline=$TIMELINE"))} >restore-time.yaml`,
        needs: "program",
      },
      { text: "cat restore-time.yaml", needs: "program" },
    ],
    seeThat: "The patch has the other target, and `target-timeline`.",
    downtime: "From the moment when you apply it, until WAL is replayed to the target.",
  };
}

const patchCommand = ({ name, manifests }: RunbookSource, ...given: readonly Word[]) =>
  commandLine("expand-pgbackrest", "restore-patch", name, ...given, ...manifests);

/** One backup, without the WAL after it. */
export const oneSetChapter = (source: RunbookSource): RunbookChapter => ({
  id: "in-place-set",
  title: "Restore in place, one backup as it is",
  when: "You want exactly the state at the end of one backup. Back up first: then you can come back.",
  steps: operatorSteps(source, "set"),
});

const operatorWay = (target: Target) => `by the operator${target === "latest" ? ", the newest backup as it is" : ""}`;

/** Restores the cluster by the operator. */
function operatorSteps(source: RunbookSource, target: Target): readonly RunbookStep[] {
  const { cluster, settings } = source;
  const { release } = settings;
  const staysInResource = release.restoreStarts !== "another id";
  const prefix = `in-place-${target}`;
  const patch = `restore-${target}.yaml`;
  const way = operatorWay(target);
  const { words, variables } = repositoryChoice(source);
  const instances = cluster.resource.spec.numberOfInstances;
  // The patch of the restore may still be among the manifests, and has lowered them.
  const many: readonly Word[] = instances > 1 ? ["--instances", String(instances)] : [];
  const applied = (file: string): RunbookCommand => ({
    text: kubectl(source, "patch", "postgresql", cluster.name, "--type=merge", `--patch-file=${file}`),
    needs: "controllers",
  });
  return [
    {
      id: `${prefix}-patch`,
      title: "Make the patch, and read it",
      way,
      why: "It tells the operator what to restore. The program refuses what cannot be restored, and says why.",
      variables: [...targetVariables[target], ...variables],
      commands: [
        { text: `${patchCommand(source, ...options[target], ...words)} >${patch}`, needs: "program" },
        { text: `cat ${patch}`, needs: "program" },
      ],
      seeThat: "The patch names the repository and the target that you mean.",
      downtime: "Not yet.",
    },
    {
      id: `${prefix}-apply`,
      title: "Apply it",
      why: `The operator stops all pods and restores in the first one. Where a deployer applies the manifests from Git, list the file under \`patches\` there instead, or the deployer takes the patch back.${source.patchPlace === undefined ? "" : ` ${source.patchPlace}`}`,
      variables: [],
      commands: [
        {
          text: `ID=$(${commandLine("sed", "-n", 's/^ *id: *"*\\([^"]*\\)"*$/\\1/p', patch)} | grep .)`,
          needs: "controllers",
        },
        applied(patch),
        {
          text: kubectl(source, "wait", "--for=delete", "--timeout=10m", `pod/${firstPod(source)}`),
          needs: "controllers",
        },
        {
          text: `until ${kubectl(source, "logs", firstPod(source), "-c", "pgbackrest-restore", "-f")}; do sleep 5; done`,
          needs: "controllers",
        },
        {
          text: `until ${kubectl(source, "get", "postgresql", cluster.name, "-o", "jsonpath={.status.RestoreID}")} | ${commandLine("grep", "-xF", expanding("$ID"))}; do sleep 5; done`,
          needs: "controllers",
        },
      ],
      seeThat:
        "The log ends with `Restore complete`, and the last command prints the `id` of the patch, when the pod is ready. Look at the rows.",
      way,
      downtime: `From the patch until ${target === "time" ? "WAL is replayed to the target" : "the backup is fetched"} and the pod is ready.`,
    },
    {
      id: `${prefix}-undo`,
      title: "End it",
      way,
      why: staysInResource
        ? `The other instances must come back. \`restore\` stays: without an id, every sync of the operator v${release.name} fails. Remove it from the manifest before the cluster is ever created anew.`
        : "A restore that stays in the resource is repeated if the cluster is ever created anew; and the other instances must come back.",
      variables: [],
      commands: [
        { text: `${patchCommand(source, "--undo", ...many)} >restore-undo.yaml`, needs: "program" },
        applied("restore-undo.yaml"),
      ],
      seeThat: `The resource has as many instances as before${staysInResource ? "" : ", and no `restore`"}. Then back up.`,
      downtime: "Not any more.",
    },
  ];
}
