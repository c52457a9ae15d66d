import { shownKey } from "../../configuration/line.ts";
import { isForServer, takes } from "../../pgbackrest/option-names.ts";
import { byRelease } from "../by-release.ts";
import type { ClusterRule } from "../rule.ts";

export const optionPlacement = {
  id: "option-placement",
  severity: "error",
  otherSeverities: ["warning"],
  title: "Option in a place where pgBackRest ignores it",
  why: "pgBackRest reads some options only on the command line and some only in the stanza's section, and some sections are for one command only; anywhere else, it goes on without the option.",
  source: "pgbackrest-e2e rules 23 to 25; pgbackrest@bd22b6809:src/config/parse.c#L2173-L2213",
  holdsWhateverIsFilledIn: true,
  bad: {
    "s3.conf": `
      [global]
      pg1-path = /data
    `,
  },
  good: {
    postgresql: `
      spec:
        backup:
          pgbackrest:
            global:
              process-max: "2"
    `,
  },
  *checkCluster({ configuration: { releases, written } }) {
    for (const line of written) {
      const { meaning, read, section } = line;
      if (meaning.is !== "option") continue;
      if (meaning.option.section === "command-line") {
        yield {
          at: line.place,
          problem: `${shownKey(line)} is a command-line option, which pgBackRest ignores in its configuration.`,
          fix: "Remove it; for a restore, set it in `restore.options`.",
        };
      } else if (meaning.option.section === "stanza" && /^global(:|$)/.test(section)) {
        yield {
          at: line.place,
          problem: `${shownKey(line)} takes effect only in the stanza's section; pgBackRest ignores it in \`[${section}]\`.`,
          fix:
            line.from === "global"
              ? "Remove it: the operator writes the `pg1-*` options itself."
              : "Move it under `[db]`.",
        };
      } else if (read?.stanza && line.from === "secret" && isForServer(meaning.option)) {
        yield {
          at: line.place,
          problem: `${shownKey(line)} is an option of pgBackRest's server, which reads only \`[global]\`.`,
          fix: "Move it under `[global]`, or remove it.",
        };
      } else if (read?.command !== undefined) {
        const { command } = read;
        const found = byRelease(releases, (release) => (takes(command, meaning.option, release) ? undefined : release));
        if (found === undefined) continue;
        yield {
          at: line.place,
          severity: found.severity,
          problem: `${shownKey(line)} is not an option of the command \`${command}\`${found.releases}, so pgBackRest ignores it in \`[${section}]\`.`,
          fix: `Move it under \`[${section.split(":")[0]}]\`.`,
        };
      }
    }
  },
} as const satisfies ClusterRule;
