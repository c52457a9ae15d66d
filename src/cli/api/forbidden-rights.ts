import type { ForbiddenRight } from "../../status/observed.ts";
import type { StatusProblem } from "../../status/status-schema.ts";
import { shellWord } from "../../text/shell-word.ts";
import { visible } from "../../text/visible.ts";
import { rightName } from "./request.ts";
import { rights, roleOf } from "./rights.ts";

/** A right that somebody does not have, in some namespaces; in none of them: in the whole cluster. */
export interface Forbidden {
  readonly right: ForbiddenRight;
  readonly namespaces: readonly string[];
}

/**
 * What is forbidden, once for all rights that the same user lacks in the same places, with the commands that give them.
 * @param placesText How a sentence names the places.
 */
export function forbiddenProblems(
  forbidden: readonly Forbidden[],
  placesText: (namespaces: readonly string[]) => string,
): readonly StatusProblem[] {
  const groups = new Map<string, Forbidden[]>();
  for (const each of forbidden) {
    const key = JSON.stringify([each.right.user, each.namespaces]);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { namespaces, right } = first;
    const names = [...new Set(group.map((each) => `\`${visible(rightName(each.right))}\``))].sort();
    const to = right.user === undefined ? "" : ` to \`${visible(right.user)}\``;
    return [
      {
        id: "forbidden",
        level: "unknown",
        problem: `The API server forbids ${listed(names)} ${placesText(namespaces)}${to}.`,
        fix: grant(
          group.map((each) => each.right),
          namespaces,
          right.user,
        ),
      } satisfies StatusProblem,
    ];
  });
}

/** How to get rights: what an administrator runs. */
function grant(wanted: readonly ForbiddenRight[], namespaces: readonly string[], user: string | undefined): string {
  const roles = [...new Set(wanted.map(roleWith))];
  const commands = roles.map((role) => `\`${bindCommand(role, namespaces[0], user)}\``);
  const others = namespaces.length < 2 ? "" : ", and the same for the other namespaces";
  return `Have an administrator apply \`fn-config/status-rbac.yaml\` and run ${listed(commands)}${others}.`;
}

function roleWith({ group, resource, verb }: ForbiddenRight): string {
  const used = rights.find(
    (right) => right.group === group && right.resource === resource && right.verbs.some((each) => each === verb),
  );
  return roleOf[used?.when ?? "always"];
}

function bindCommand(role: string, namespace: string | undefined, user: string | undefined): string {
  const [, account] = /^system:serviceaccount:([^:]+:[^:]+)$/.exec(user ?? "") ?? [];
  const who =
    account === undefined
      ? `--user=${shellWord(visible(user ?? "USER"))}`
      : `--serviceaccount=${shellWord(visible(account))}`;
  const kind =
    namespace === undefined
      ? "kubectl create clusterrolebinding"
      : `kubectl -n ${shellWord(namespace)} create rolebinding`;
  return `${kind} ${role} --clusterrole=${role} ${who}`;
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
