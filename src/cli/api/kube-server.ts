import type { JsonObject } from "../../json/json-value.ts";
import { isDnsSubdomain } from "../../kubernetes/names.ts";
import type { Unknown } from "../../status/observed.ts";
import { foreignLines } from "../../text/quotable.ts";
import { visible } from "../../text/visible.ts";
import { answerOf, type FullAnswer, isSuccess, refusalOf } from "./answer.ts";
import type { Answer, ApiServer } from "./api-server.ts";
import { type Asking, asking } from "./asking.ts";
import { execInPod, execRequest } from "./exec-in-pod.ts";
import { shortened } from "./foreign-text.ts";
import { findAccess, type WantedAccess } from "./kubeconfig.ts";
import { pagesOf } from "./pages.ts";
import { bytesOfLog, dryRunRequest, getRequest, logRequest, type Request } from "./request.ts";
import { openSession } from "./session.ts";

/** `pgbackrest info` reads the repository, which may be far away. */
const secondsOfExec = 60;

/** The API server of a context. Nothing is asked yet. Throws `UsageError`. */
export function kubeServer(wanted: WantedAccess & { readonly timeoutSeconds: number }): ApiServer {
  const { context, namespace, server } = findAccess(wanted);
  const url = visible(`${server.origin}${server.pathname.replace(/\/$/, "")}`);
  // Anew each time, with what files and plugins say by then.
  const asked = asking(url, wanted.timeoutSeconds, async () => openSession(findAccess(wanted), wanted.timeoutSeconds));
  return { context, namespace, ...questions(asked) };
}

/** What can be asked of an API server. */
function questions({ server, ask, within }: Asking): Omit<ApiServer, "context" | "namespace"> {
  const answerFor = async (request: Request): Promise<FullAnswer> => {
    const reply = await ask(request);
    return isUnknown(reply) ? { is: "unknown", unknown: reply } : answerOf(reply, request, server);
  };
  const objectFor = async (request: Request | undefined): Promise<Answer<JsonObject>> =>
    request === undefined ? missing : answerFor(request);
  return {
    list: (kind, where) => pagesOf(answerFor, kind, where),
    get: (kind, namespace, name) => objectFor(getRequest(kind, namespace, name)),
    dryRun: (kind, object) => objectFor(dryRunRequest(kind, object)),
    async log(namespace, pod, container, lines) {
      const request = logRequest(namespace, pod, container, lines);
      if (request === undefined) return missing;
      const reply = await ask(request);
      if (isUnknown(reply)) return { is: "unknown", unknown: reply };
      return isSuccess(reply)
        ? { is: "found", value: lastLines(reply.text, lines) }
        : refusalOf(reply, request, server);
    },
    async exec(namespace, pod, container, command) {
      if (![namespace, pod].every(isDnsSubdomain)) return missing;
      const request = execRequest(namespace);
      const result = await within(request, secondsOfExec, (session, signal) =>
        execInPod(session, { namespace, pod, container, command }, signal),
      );
      if (isUnknown(result)) return { is: "unknown", unknown: result };
      return result.is === "no-connection" ? refusalOf(result.reply, request, server) : result;
    },
  };
}

/** No object has the name that was asked for. */
const missing = { is: "missing" } as const;

const isUnknown = (answer: object): answer is Unknown => "unknown" in answer && !("is" in answer);

/** What is asked for of a log; of what says more, the end. */
const endOf = (text: string) => (text.length > bytesOfLog ? text.slice(-bytesOfLog) : text);

/** The end of a log, without secrets and what would move a cursor; a line has 400 characters at most. */
const lastLines = (text: string, count: number): readonly string[] =>
  foreignLines(
    endOf(text)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map((line) => line.slice(0, 4000)),
  )
    .slice(-count)
    .map((line) => shortened(visible(line), 400));
