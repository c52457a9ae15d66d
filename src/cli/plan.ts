import { reportText } from "../findings/finding-text.ts";
import { type ClusterRef, refOf } from "../recovery/cluster-place.ts";
import { isPlan } from "../recovery/generated/is-plan.ts";
import { planOf, timelinesOf } from "../recovery/plan.ts";
import type { Plan } from "../recovery/plan-schema.ts";
import { checkCommands } from "./check-commands.ts";
import { checkFlags } from "./check-settings.ts";
import { checkUnits } from "./check-units.ts";
import { nowFlag, nowOf } from "./clock.ts";
import { clusterFindings } from "./cluster-findings.ts";
import { clustersToPlan, countsOf } from "./clusters-to-plan.ts";
import { type Command, UsageError } from "./command.ts";
import { confFindings } from "./conf-findings.ts";
import { errorShortfalls } from "./error-shortfalls.ts";
import { exits } from "./exit-codes.ts";
import { placed } from "./formats/report.ts";
import { readAll } from "./io.ts";
import { foundIn, inputFlags, judgedInput } from "./judged-input.ts";
import { type Located, locatedBy } from "./located.ts";
import { manifestArguments } from "./manifest-arguments.ts";
import { withOutput } from "./output-file.ts";
import { planFormats } from "./plan-formats/index.ts";
import { policyFlags, policyOf, withPolicy } from "./plan-settings.ts";

/** Shows what could be restored of clusters, before anything goes wrong. */
export const plan: Command = {
  name: "plan",
  takes: "PATH...",
  usage: "plan PATH... [--kustomize DIR...] [--format FORMAT] [-o FILE]",
  title: "show what could be restored, to which moments, and how much could be lost",
  summary: `Shows what could be restored, to which moments, how far back and with how much loss, for each cluster and for all of them.
PATH is a file, a folder (with all manifests below it) or - for standard input. DIR is the folder of a kustomization, which is built first.
The figures are those of the steady state, if every scheduled backup succeeds. What is guaranteed holds at every moment.`,
  examples: [
    { does: "show what could be restored", call: "plan clusters" },
    { does: "require that every moment of two weeks can be restored", call: "plan clusters --require-window 14d" },
    { does: "write a page for browsers", call: "plan clusters --format html -o plan.html" },
  ],
  exitCodes: {
    0: exits.done,
    1: "a cluster falls short of the policy, or something could not be read",
    2: "arguments that cannot be read, or nothing that can be",
    3: exits.badConfig,
  },
  flags: {
    ...inputFlags.kustomize,
    format: { choices: Object.keys(planFormats), help: "how to print the plan" },
    output: { short: "o", value: "FILE", help: "write the plan to FILE" },
    ...nowFlag,
    against: { value: "FILE", help: "show what is different from the plan in FILE, which --format json wrote" },
    ...policyFlags,
    "require-clusters": checkFlags["require-clusters"],
    ...inputFlags.settings,
    help: { short: "h", help: "show this help" },
  },
  async run(given, io) {
    const { flags } = given;
    const now = Math.floor(nowOf(flags.now) / 1000);
    const policy = policyOf(given);
    const earlier = typeof flags.against === "string" ? earlierPlan(flags.against) : undefined;
    const to = withOutput(io, flags);
    const input = await judgedInput("plan", given, io);
    const settings = withPolicy(input.settings, policy);
    const collected = clustersToPlan();
    const { clusters: count, counts, exitCode, located } = await checkUnits(input.units, settings, collected.add);
    const missed = [...input.unread, ...input.failed].filter(({ finding }) => finding.severity !== "info");
    const unread = missed.filter(({ finding }) => finding.severity === "error");
    if (exitCode === 3) {
      io.stderr(reportText([...unread, ...located].map(placed)));
      return 3;
    }
    const all = [
      ...input.unread,
      ...input.failed,
      ...input.notices,
      ...located,
      ...(await confFindings(input.confFiles, settings.functionConfig)),
    ];
    const clusters = collected.counted(located);
    const judged = located.filter(({ finding }) => isPolicy(finding.rule));
    const others = located.filter(({ finding }) => !isPolicy(finding.rule));
    const shortfalls = [
      ...judged,
      ...errorShortfalls(collected.counted(others), settings.functionConfigOver(undefined), judged),
    ];
    const planned = planOf(clusters, now, countsOf(all.map(({ finding }) => finding)));
    const indexOf = collected.indexes();
    const made: Plan = {
      ...planned,
      ...(missed.length > 0 && { unread: missed.map(unreadOf) }),
      ...(shortfalls.length > 0 && {
        shortfalls: shortfalls.map((located) => shortfallOf(located, planned.clusters[indexOf(located) ?? -1])),
      }),
    };
    const write = planFormats[typeof flags.format === "string" ? flags.format : "text"];
    if (write === undefined) throw new UsageError(`--format cannot be \`${String(flags.format)}\`.`);
    const text = await write({
      plan: made,
      ...(earlier !== undefined && { earlier }),
      timelines: (weeks) => timelinesOf(clusters, now, weeks),
      sources: clusters.map(({ source }) => source),
      manifests: manifestArguments(given, given.paths),
      checkOf: checkCommands(given),
    });
    const missing = locatedBy(
      input.files.locate,
      clusterFindings(counts, foundIn(input, count), settings.requiredClusters),
    );
    const said = [...unread, ...missing, ...shortfalls];
    if (said.length > 0) io.stderr(reportText(said.map(placed)));
    to.stdout(text);
    return said.some(({ finding }) => finding.severity === "error") ? 1 : 0;
  },
};

const isPolicy = (rule: string) => rule.startsWith("policy-");

function shortfallOf({ finding }: Located, cluster: ClusterRef | undefined): NonNullable<Plan["shortfalls"]>[number] {
  const { at, fix, problem, rule, severity } = finding;
  const { name = "", namespace } = at.object;
  return { ...refOf(cluster ?? { name, namespace }), rule, severity, problem, fix };
}

function unreadOf({ file, finding, folder, line }: Located): NonNullable<Plan["unread"]>[number] {
  const where = file === undefined ? {} : { file, line };
  return { ...(folder !== undefined && { folder }), ...where, problem: finding.problem };
}

/** The plan in a file. Throws `UsageError`. */
function earlierPlan(file: string): Plan {
  const wrong = (problem: string) =>
    new UsageError(`${file} ${problem}. Write one with \`expand-pgbackrest plan --format json -o ${file}\`.`);
  let value: unknown;
  try {
    value = JSON.parse(readAll(file).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw wrong("is not JSON");
    throw error;
  }
  if (!isPlan(value)) throw wrong("is not a plan that this release can read");
  return value;
}
