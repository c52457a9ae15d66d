import { setTimeout as delay } from "node:timers/promises";
import type { Unknown } from "../../status/observed.ts";
import { type Reply, timedOut, tookTooLong, unreachable } from "./answer.ts";
import { CredentialProblem } from "./credential-problem.ts";
import { networkProblem } from "./network-problem.ts";
import type { Request } from "./request.ts";
import type { Session } from "./session.ts";
import { turns } from "./turns.ts";

/** Sends requests until there is an answer, or none is to be had. */
export interface Asking {
  readonly server: string;
  /** What the API server says, whatever that is. No request takes longer than the time that it is given. */
  readonly ask: (request: Request) => Promise<Reply | Unknown>;
  /** Does other work with the session, in its turn; for as many seconds at most, if they are more than those of a request. */
  readonly within: <Result>(
    request: Request,
    seconds: number,
    work: (session: Session, signal: AbortSignal) => Promise<Result>,
  ) => Promise<Result | Unknown>;
}

/** Requests that are under way at a time. */
const atATime = 8;
/** How often one is sent at most, where the API server is busy or a connection broke. */
const mostTries = 3;
/**
 * After so many requests, one after the other, that had no answer, none is sent: each of thousands would take its time. Where nothing was ever
 * answered, one that was waited for in vain is enough.
 */
const mostFailures = 3;
/**
 * How long all requests may take together, in times of one: each answer may come just in time, for ever. A fleet is asked in seconds, so there is
 * also a least.
 */
const wholeTimes = 20;
const leastWhole = 120;

export function asking(
  server: string,
  seconds: number,
  open: () => Promise<Session>,
  wholeSeconds = Math.max(leastWhole, wholeTimes * seconds),
): Asking {
  const inTurn = turns(atATime);
  let opened: Promise<Session> | undefined;
  let hasCredentials = false;
  /** Whether credentials that were accepted may have expired, so that it is worth asking for new ones. */
  let mayHaveExpired = true;
  let failures = 0;
  let hasAnswered = false;
  let lastFailure: Unknown | undefined;
  let end: number | undefined;

  const failed = (unknown: Unknown): Unknown => {
    failures += 1;
    lastFailure = unknown;
    return unknown;
  };
  const answered = <Result>(result: Result): Result => {
    failures = 0;
    hasAnswered = true;
    return result;
  };

  const openAgain = (): Promise<Session> => {
    hasCredentials = false;
    opened = open();
    return opened;
  };
  const openedWithin = async (opening: Promise<Session>, signal: AbortSignal): Promise<Session> => {
    const session = await orAborted(opening, signal);
    hasCredentials = true;
    return session;
  };

  /** The reply to one request; new credentials are asked for once, where the old ones are not accepted any more. */
  async function send(request: Request, signal: AbortSignal): Promise<Reply> {
    const used = opened ?? openAgain();
    const sendBy = async (opening: Promise<Session>) => {
      // While it connects, which may take ten seconds, the client does not look at the signal.
      const reply = await orAborted((await openedWithin(opening, signal)).send(request, signal), signal);
      if (reply.status !== 401) mayHaveExpired = true;
      return reply;
    };
    const reply = await sendBy(used);
    if (reply.status !== 401 || (opened === used && !mayHaveExpired)) return reply;
    if (opened !== used) return sendBy(opened ?? used);
    mayHaveExpired = false;
    return sendBy(openAgain());
  }

  async function sendOften(request: Request, signal: AbortSignal): Promise<Reply> {
    for (let tried = 1; ; tried += 1) {
      try {
        const reply = await send(request, signal);
        const wait = reply.retryAfter ?? tried / 4;
        if ((reply.status !== 429 && reply.status < 500) || tried === mostTries || wait > seconds) return reply;
        if (!(await waited(wait, signal))) return reply;
      } catch (error) {
        if (signal.aborted || tried === mostTries || !networkProblem(error).isPassing) throw error;
      }
    }
  }

  function withoutAnswer(error: unknown, request: Request, within: number, signal: AbortSignal): Unknown {
    if (error instanceof CredentialProblem)
      return failed({
        unknown: "unreachable",
        why: `Without credentials, the API server at ${server} cannot be asked: ${error.message}.`,
        fix: "Log in again, or mend the user of the context in the kubeconfig; `kubectl auth whoami` meets the same problem.",
      });
    if (signal.aborted && end !== undefined && performance.now() >= end)
      return failed(tookTooLong(server, wholeSeconds));
    if (signal.aborted && !hasCredentials)
      return failed({
        unknown: "timeout",
        why: `There were no credentials for the API server at ${server} within ${within} seconds: a credential plugin may wait for a person.`,
        fix: "Log in first, or give it more time with --timeout.",
      });
    if (signal.aborted) return failed(timedOut(request, server, within));
    const { problem, fix } = networkProblem(error);
    return failed(unreachable(server, problem, fix));
  }

  const inTime = <Result>(request: Request, within: number, work: (signal: AbortSignal) => Promise<Result>) =>
    inTurn(async (): Promise<Result | Unknown> => {
      const enough = hasAnswered || lastFailure?.unknown !== "timeout" ? mostFailures : 1;
      if (failures >= enough && lastFailure !== undefined) return lastFailure;
      end ??= performance.now() + wholeSeconds * 1000;
      const left = end - performance.now();
      if (left <= 0) return tookTooLong(server, wholeSeconds);
      // A timer of its own: in Node.js 20, a signal that depends on others can be lost before it fires.
      const stop = new AbortController();
      const timer = setTimeout(() => stop.abort(), Math.min(within * 1000, left));
      const { signal } = stop;
      try {
        return await work(signal);
      } catch (error) {
        return withoutAnswer(error, request, within, signal);
      } finally {
        clearTimeout(timer);
      }
    });

  return {
    server,
    ask: (request) =>
      inTime(request, seconds, async (signal) => {
        const reply = await sendOften(request, signal);
        return reply.status === 401 ? reply : answered(reply);
      }),
    within: (request, least, work) => {
      const within = Math.max(seconds, least);
      return inTime(request, within, async (signal) =>
        answered(await work(await openedWithin(opened ?? openAgain(), signal), signal)),
      );
    },
  };
}

/** Waits, and tells whether there was time to. */
const waited = async (seconds: number, signal: AbortSignal): Promise<boolean> => {
  try {
    await delay(seconds * 1000, undefined, { signal });
    return true;
  } catch {
    return false;
  }
};

/** A result, unless the time is over before. */
async function orAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
