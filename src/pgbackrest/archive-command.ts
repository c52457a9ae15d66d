import { lazily } from "../text/memo.ts";
import { type ShellCommand, type ShellList, shellList } from "../text/shell-list.ts";
import { archivePushFault, type PushFault } from "./archive-push.ts";

/** Why PostgreSQL's `archive_command` does not archive through pgBackRest, although it has the word in it. */
export type ArchiveFault =
  | PushFault
  /** pgBackRest is not run at all: it stands in a comment, or is printed. */
  | { readonly is: "not-run" }
  /** What runs before it never lets it run. */
  | { readonly is: "not-reached" }
  /** The command can succeed where pgBackRest failed or was not run. */
  | { readonly is: "masked" };

/**
 * What is wrong with an `archive_command`; undefined for one that archives, and for one that cannot be judged from here: with variables, with
 * a script of somebody's own. PostgreSQL gives it to a shell, and keeps a WAL segment only as long as it fails
 * (https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-ARCHIVING-WAL).
 */
export function archiveFault(command: string): ArchiveFault | undefined {
  const list = shellList(command);
  const calls = list && commandsOf(list);
  if (list === undefined || calls === undefined) return undefined;
  const pushes = calls.flatMap((words) => callOf(words) ?? []);
  const faults = pushes.map(({ call, before }) => archivePushFault(call, before));
  const [first] = faults;
  if (faults.length === 0) return calls.some(mayArchive) ? undefined : { is: "not-run" };
  if (first !== undefined && !faults.includes(undefined)) return first;
  const ends = endsOf(list, [{ ok: true, stored: "no", done: false }]).filter(({ ok }) => ok);
  if (ends.some(({ stored }) => stored === "no")) return { is: "masked" };
  return ends.length === 0 ? { is: "not-reached" } : undefined;
}

/** The words of all simple commands, also of those that a shell is given as a text; undefined where one such text cannot be judged. */
function commandsOf(list: ShellList): readonly (readonly string[])[] | undefined {
  const all: (readonly string[])[] = [];
  for (const { parts } of list)
    for (const { pipeline } of parts)
      for (const command of pipeline.commands) {
        const inner = innerOf(command);
        if (inner === "unknown") return undefined;
        if (inner === undefined && command.is === "command") all.push(command.words);
        const below = inner && commandsOf(inner);
        if (inner !== undefined && below === undefined) return undefined;
        all.push(...(below ?? []));
      }
  return all;
}

/** The list in a group, or in the text that a shell is given. */
function innerOf(command: ShellCommand): ShellList | "unknown" | undefined {
  if (command.is === "group") return command.list;
  const [shell = "", flag, text, ...more] = command.words;
  if (!/^(?:.*\/)?(?:ba|da|)sh$/.test(shell)) return undefined;
  if ((flag !== "-c" && flag !== "-lc") || text === undefined || more.length > 0) return "unknown";
  return shellList(text) ?? "unknown";
}

const baseName = (word: string) => word.slice(word.lastIndexOf("/") + 1);
const assignment = /^[A-Za-z_]\w*=/;
/** Programs that run another one and end as it does. */
const runsAnother = lazily(
  () => new Set("exec command env nice ionice timeout nohup setsid time stdbuf chrt taskset flock".split(" ")),
);

/** The arguments with which a command runs pgBackRest, and the variables and programs before it. */
function callOf(words: readonly string[]) {
  const at = words.findIndex((word) => baseName(word) === "pgbackrest");
  if (at < 0) return undefined;
  const before = words.slice(0, at);
  const program = before.find((word) => !assignment.test(word));
  if (program !== undefined && !runsAnother().has(baseName(program))) return undefined;
  return { call: words.slice(at + 1), before: before.filter((word) => assignment.test(word)) };
}

const programOf = (words: readonly string[]) => baseName(words.find((word) => !assignment.test(word)) ?? ":");

const prints = new Set([":", "true", "echo", "printf", "logger"]);
/** Programs that do not archive through pgBackRest, whatever they are given. */
const others = lazily(
  () =>
    new Set(
      "[ aws cat cd chmod chown cp cut date dd false find grep gzip install ln logger ls mkdir mv rm rsync scp sed sleep sync tee test touch wal-g wc".split(
        " ",
      ),
    ),
);

/** True for a program that may do what it likes with the WAL segment: a script. */
function mayArchive(words: readonly string[]): boolean {
  const program = programOf(words);
  if (prints.has(program) || others().has(program) || program === "exit") return false;
  return words.some((word) => word.includes("pgbackrest") || /(?<!%)(?:%%)*%[pf]/.test(word));
}

/** How far a command has come: how its last part ended, whether WAL was stored, and whether the shell has ended. */
interface State {
  readonly ok: boolean;
  readonly stored: "yes" | "perhaps" | "no";
  readonly done: boolean;
}

/** All ways in which a list can end, from all in which what is before it can. */
function endsOf(list: ShellList, starts: readonly State[]): readonly State[] {
  return list.reduce<readonly State[]>((states, { parts, background }) => {
    if (background) return distinct(states.map((state) => (state.done ? state : { ...state, ok: true })));
    return parts.reduce<readonly State[]>(
      (before, { operator, pipeline: { commands, negated } }, place) =>
        distinct(
          before.flatMap((state) => {
            if (state.done || (place > 0 && state.ok !== (operator === "&&"))) return [state];
            const last = commands.at(-1);
            if (last === undefined) return [state];
            // In a pipeline, each command is a shell of its own.
            const ended = endsOfCommand(last, state).map((end) =>
              commands.length > 1 ? { ...end, done: false } : end,
            );
            return negated ? ended.map((end) => (end.done ? end : { ...end, ok: !end.ok })) : ended;
          }),
        ),
      states,
    );
  }, starts);
}

function endsOfCommand(command: ShellCommand, state: State): readonly State[] {
  const inner = innerOf(command);
  if (inner !== undefined && inner !== "unknown") {
    const inShell = command.is === "command" || command.subshell;
    return endsOf(inner, [state]).map((end) => (inShell ? { ...end, done: false } : end));
  }
  return command.is === "command" ? endsOfWords(command.words, state) : [state];
}

function endsOfWords(words: readonly string[], state: State): readonly State[] {
  const program = programOf(words);
  const done = program === "exec";
  const failed: State = { ...state, ok: false, done };
  const succeeded: State = { ...state, ok: true, done };
  const call = callOf(words);
  if (call !== undefined)
    return archivePushFault(call.call, call.before) === undefined
      ? [failed, { ...succeeded, stored: "yes" }]
      : [failed, succeeded];
  if (program === "exit") return [{ ...state, ok: words[1] === undefined ? state.ok : words[1] === "0", done: true }];
  if (program === "false") return [failed];
  if (prints.has(program)) return [succeeded];
  const stored = state.stored === "no" && mayArchive(words) ? "perhaps" : state.stored;
  return [failed, { ...succeeded, stored }];
}

const distinct = (states: readonly State[]): readonly State[] => [
  ...new Map(states.map((state) => [`${state.ok} ${state.stored} ${state.done}`, state])).values(),
];
