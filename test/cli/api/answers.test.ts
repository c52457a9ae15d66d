import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import { expect } from "chai";
import type { Answer, ApiKind, ApiServer } from "../../../src/cli/api/api-server.ts";
import { asking } from "../../../src/cli/api/asking.ts";
import { connect } from "../../../src/cli/api/connect.ts";
import { apiKinds } from "../../../src/cli/api/kinds.ts";
import { requireTool, which } from "../../tools.ts";
import { type Behavior, type TestServer, testFiles, testServer } from "./test-server.ts";

const json = (answer: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  answer.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));

const statusBody = (code: number, reason: string, message: string, metadata = {}) => ({
  ...{ kind: "Status", apiVersion: "v1", metadata, status: "Failure" },
  ...{ message, reason, code },
});

const object = (name: string) => ({ metadata: { name, namespace: "pg", creationTimestamp: "2026-01-01T00:00:00Z" } });

/** Pages of a list, by the token that asks for each; the first one has none. */
const pages =
  (of: Readonly<Record<string, { readonly names: readonly string[]; readonly next?: string }>>): Behavior =>
  ({ query }, answer) => {
    const page = of[query.continue ?? ""];
    json(answer, 200, {
      kind: "CronJobList",
      apiVersion: "batch/v1",
      metadata: { resourceVersion: "7", ...(page?.next !== undefined && { continue: page.next }) },
      items: (page?.names ?? []).map(object),
    });
  };

describe("what is asked of an API server, and what it answers", function () {
  this.timeout(30_000);
  let files: ReturnType<typeof testFiles>;
  let server: TestServer;
  let api: ApiServer;
  const never: Behavior = () => {};

  before(async function () {
    requireTool(this, "openssl", which("openssl"));
    files = testFiles();
    server = await testServer(files.made, never);
  });
  beforeEach(async () => {
    const kubeconfig = files.write(
      "config",
      JSON.stringify({
        clusters: [{ name: "test", cluster: { server: server.url, "certificate-authority": "ca.crt" } }],
        users: [{ name: "someone", user: { token: "secret-token" } }],
        contexts: [{ name: "test", context: { cluster: "test", user: "someone", namespace: "pg" } }],
        "current-context": "test",
      }),
    );
    api = await connect({ kubeconfig, timeoutSeconds: 1, env: {} });
  });
  after(() => {
    server?.close();
    files?.remove();
  });

  const listed = async (kind: ApiKind = apiKinds.cronJobs): Promise<ReadonlyArray<Answer<readonly string[]>>> => {
    const answers: Array<Answer<readonly string[]>> = [];
    for await (const page of api.list(kind, { namespace: "pg", labelSelector: "a=b" }))
      answers.push(
        page.is === "found"
          ? {
              is: "found",
              value: page.value.map(({ metadata }) => JSON.stringify(metadata).replace(/^.*"name":"|".*$/g, "")),
            }
          : page,
      );
    return answers;
  };
  const found = (...names: readonly string[]) => ({ is: "found", value: names }) as const;
  const tokens = () => server.asked.map(({ query }) => query.continue ?? "");
  const get = () => api.get(apiKinds.secrets, "pg", "demo");

  it("gives an object as it is, with fields that nobody knows", async () => {
    const secret = { kind: "Secret", ...object("demo"), data: { a: "b" }, later: { than: [1, null] } };
    server.behave((_, answer) => json(answer, 200, secret));
    expect(await get()).to.deep.equal({ is: "found", value: secret });
    expect(server.asked.map(({ method, path, headers }) => [method, path, headers.authorization])).to.deep.equal([
      ["GET", "/api/v1/namespaces/pg/secrets/demo", "Bearer secret-token"],
    ]);
    expect([api.context, api.namespace]).to.deep.equal(["test", "pg"]);
  });

  it("asks for a list in pages of 500", async () => {
    server.behave(pages({ "": { names: ["a", "b"], next: "x/+=" }, "x/+=": { names: ["c"] } }));
    expect(await listed()).to.deep.equal([found("a", "b"), found("c")]);
    expect(server.asked.map(({ path, query }) => [path, query])).to.deep.equal([
      ["/apis/batch/v1/namespaces/pg/cronjobs", { limit: "500", labelSelector: "a=b" }],
      ["/apis/batch/v1/namespaces/pg/cronjobs", { limit: "500", labelSelector: "a=b", continue: "x/+=" }],
    ]);
  });

  it("gives objects of a list the kind that the API server leaves out there", async () => {
    server.behave(pages({ "": { names: ["a"] } }));
    for await (const page of api.list(apiKinds.cronJobs, {}))
      expect(page).to.deep.equal({ is: "found", value: [{ apiVersion: "batch/v1", kind: "CronJob", ...object("a") }] });
    expect(server.asked.map(({ path }) => path)).to.deep.equal(["/apis/batch/v1/cronjobs"]);
  });

  it("goes on with a list whose pages are gone, where the API server says how", async () => {
    const gone = statusBody(410, "Expired", "The provided continue parameter is too old", { continue: "later" });
    const all = pages({ "": { names: ["a"], next: "x" }, later: { names: ["b"] } });
    server.behave((asked, answer, index) =>
      asked.query.continue === "x" ? json(answer, 410, gone) : all(asked, answer, index),
    );
    expect(await listed()).to.deep.equal([found("a"), found("b")]);
    expect(tokens()).to.deep.equal(["", "x", "later"]);
  });

  it("begins a list once more whose pages are gone", async () => {
    const gone = statusBody(410, "Expired", "The provided continue parameter is too old");
    const all = pages({ "": { names: ["a"], next: "x" }, x: { names: ["b"] } });
    server.behave((asked, answer, index) => (index === 1 ? json(answer, 410, gone) : all(asked, answer, index)));
    expect(await listed()).to.deep.equal([found("a"), found("a"), found("b")]);
    server.behave((asked, answer, index) =>
      asked.query.continue === "x" ? json(answer, 410, gone) : all(asked, answer, index),
    );
    expect((await listed()).map(({ is }) => is)).to.deep.equal(["found", "found", "refused"]);
    expect(tokens()).to.deep.equal(["", "x", "", "x"]);
  });

  it("ends a list that would never end, or that is none", async () => {
    server.behave(pages({ "": { names: ["a"], next: "x" }, x: { names: ["b"], next: "x" } }));
    const answers = await listed();
    expect(answers.map(({ is }) => is)).to.deep.equal(["found", "unknown"]);
    expect(answers[1])
      .to.have.nested.property("unknown.why")
      .that.matches(/ goes round in a circle: a page came a second time\.$/);
    for (const body of [{ items: {} }, { items: ["a"] }, {}, { items: [null] }]) {
      server.behave((_, answer) => json(answer, 200, body));
      expect((await listed())[0]).to.have.nested.property("unknown.unknown", "unreadable");
    }
  });

  it("ends a list that has another token each time, without objects, with the same or others, or lost again and again", async () => {
    const rows: ReadonlyArray<readonly [Behavior, string, number]> = [
      [(_, answer, index) => json(answer, 200, { metadata: { continue: `t${index}` }, items: [] }), "unknown", 5],
      [
        (_, answer, index) => json(answer, 200, { metadata: { continue: `t${index}` }, items: [object(`a${index}`)] }),
        "unknown",
        200,
      ],
      [
        (_, answer, index) =>
          json(answer, 200, { metadata: { continue: `t${index}` }, items: [object(`a${index % 3}`), object("b")] }),
        "unknown",
        4,
      ],
      [
        (_, answer, index) =>
          json(answer, 200, { metadata: { continue: `t${index % 3}` }, items: [object(`a${index}`)] }),
        "unknown",
        4,
      ],
      [
        ({ query }, answer, index) =>
          query.continue === undefined
            ? json(answer, 200, { metadata: { continue: "a" }, items: [object("a")] })
            : json(answer, 410, statusBody(410, "Expired", "gone", { continue: `g${index}` })),
        "refused",
        5,
      ],
    ];
    for (const [behavior, last, requests] of rows) {
      server.behave(behavior);
      expect([(await listed()).at(-1)?.is, server.asked.length]).to.deep.equal([last, requests]);
    }
  });

  it("does not read an answer that is too large when it is unpacked", async () => {
    const packed = gzipSync(Buffer.alloc(40e6, " "));
    server.behave((_, answer) => answer.writeHead(200, { "content-encoding": "gzip" }).end(packed));
    const patient = await connect({ kubeconfig: files.path("config"), timeoutSeconds: 25, env: {} });
    for (const [ask, bytes] of [
      [() => patient.get(apiKinds.secrets, "pg", "demo"), 33554432],
      [() => patient.log("pg", "a", "c", 1), 4194304],
    ] as const)
      expect(await ask())
        .to.have.nested.property("unknown.why")
        .that.matches(new RegExp(`cannot be reached: it sent more than ${bytes} bytes in one answer\\.$`));
  });

  it("reads an answer that is packed", async () => {
    server.behave(({ headers }, answer) =>
      answer
        .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
        .end(gzipSync(JSON.stringify({ ...object("demo"), asked: headers["accept-encoding"] }))),
    );
    expect(await get()).to.deep.equal({ is: "found", value: { ...object("demo"), asked: "gzip" } });
  });

  it("asks no more when all requests together have taken too long", async () => {
    const request = { method: "GET", path: "", query: {}, asks: { verb: "get", group: "", resource: "a" } } as const;
    let sent = 0;
    const { ask } = asking(
      "https://a",
      1000,
      async () => ({
        kubeConfig: new KubeConfig(),
        send: async (_, signal) => {
          sent += 1;
          await delay(sent === 1 ? 0 : 5000, undefined, { signal });
          return { status: 200, type: "", text: "" };
        },
      }),
      0.2,
    );
    const answers = [];
    for (let times = 0; times < 5; times += 1) answers.push(await ask({ ...request, namespace: undefined }));
    const late = {
      unknown: "timeout",
      why: "The API server at https://a was asked for 0.2 seconds in all, and there is still more to ask.",
      fix: "Ask for fewer clusters, or give it more time with --timeout: the whole may take 20 times as long as one answer.",
    };
    expect([sent, answers.slice(1)]).to.deep.equal([2, [late, late, late, late]]);
  });

  it("quotes of a refusal no secret, and not all of a long one", async () => {
    const refusals: ReadonlyArray<readonly [string, string]> = [
      ["bad: Authorization: Bearer secret-token", "bad: Authorization: Bearer …"],
      ["denied\nrepo1-cipher-pass=secret-token", "denied\\nrepo1-cipher-pass…"],
      ["a ".repeat(100_000), `${"a ".repeat(250)}…`],
    ];
    for (const [said, message] of refusals)
      for (const ask of [get, () => api.dryRun(apiKinds.cronJobs, cronJob), () => api.log("pg", "a", "c", 1)]) {
        server.behave((_, answer) => json(answer, 422, statusBody(422, said, said)));
        expect(await ask()).to.deep.include({ is: "refused", code: 422, reason: message, message });
      }
  });

  const unknowns: Readonly<Record<string, readonly [Behavior, { readonly unknown: string; readonly why: RegExp }]>> = {
    "a refusal of the credentials": [
      (_, answer) => json(answer, 401, statusBody(401, "Unauthorized", "Unauthorized")),
      {
        unknown: "forbidden",
        why: /^The API server at https:\/\/localhost:\d+ does not accept the credentials \(401\): they are missing, wrong or have expired\.$/,
      },
    ],
    "a right that is missing": [
      (_, answer) =>
        json(
          answer,
          403,
          statusBody(
            403,
            "Forbidden",
            'secrets "demo" is forbidden: User "jane" cannot get resource "secrets" in API group "" in the namespace "pg"',
          ),
        ),
      { unknown: "forbidden", why: /^The API server forbids `get secrets` in namespace `pg` to `jane`\.$/ },
    ],
    "a server that hangs": [
      never,
      {
        unknown: "timeout",
        why: /^The API server at https:\/\/localhost:\d+ did not answer `get secrets` in namespace `pg` within 1 seconds\.$/,
      },
    ],
    "an answer that never ends": [
      (_, answer) => {
        answer.writeHead(200, { "content-type": "application/json" });
        answer.write("{");
      },
      { unknown: "timeout", why: /within 1 seconds\.$/ },
    ],
    "an answer that is cut off each time": [
      (_, answer) => {
        answer.writeHead(200, { "content-length": "1000" });
        answer.write("{");
        setTimeout(() => answer.destroy(), 20);
      },
      { unknown: "unreachable", why: /cannot be reached: the connection was closed before the answer was complete\.$/ },
    ],
    "a login page": [
      (_, answer) => answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html>Log in, secret"),
      {
        unknown: "unreadable",
        why: /^What answers at https:\/\/localhost:\d+ is not an API server of Kubernetes: `get secrets` brought a web page \(200\) instead of an object\.$/,
      },
    ],
    "a login page elsewhere": [
      (asked, answer) =>
        asked.path === "/login"
          ? answer.writeHead(200, { "content-type": "text/html" }).end("<html>")
          : answer.writeHead(302, { location: "/login" }).end(),
      { unknown: "unreadable", why: /sends `get secrets` to another address \(302\)/ },
    ],
    "an answer that is not packed as it says": [
      (_, answer) => answer.writeHead(200, { "content-encoding": "gzip" }).end("{}"),
      { unknown: "unreachable", why: /incorrect header check\.$/ },
    ],
    "an error page of a proxy": [
      (_, answer) => answer.writeHead(502, { "content-type": "text/html" }).end("<html>"),
      { unknown: "unreachable", why: /cannot answer now \(502\)\.$/ },
    ],
    "a server that is busy for long": [
      (_, answer) =>
        json(answer, 429, statusBody(429, "TooManyRequests", "Too many requests, please try again later."), {
          "retry-after": "3600",
        }),
      {
        unknown: "unreachable",
        why: /cannot answer now \(429, Too many requests, please try again later\)\. It asks to come back after 3600 seconds\.$/,
      },
    ],
    "a server whose store does not answer": [
      (_, answer) => json(answer, 500, statusBody(500, "InternalError", "etcdserver: request timed out")),
      { unknown: "unreachable", why: /cannot answer now \(500, etcdserver: request timed out\)\.$/ },
    ],
    "no JSON": [
      (_, answer) => answer.writeHead(200).end("{"),
      { unknown: "unreadable", why: /brought something else \(200\)/ },
    ],
    "a list instead of an object": [
      (_, answer) => json(answer, 200, []),
      { unknown: "unreadable", why: /something else/ },
    ],
    nothing: [(_, answer) => answer.writeHead(200).end(), { unknown: "unreadable", why: /brought nothing \(200\)/ }],
    "another program's 404": [
      (_, answer) => answer.writeHead(404, { "content-type": "text/plain" }).end("404 page not found\n"),
      { unknown: "unreadable", why: /brought something else \(404\)/ },
    ],
  };
  for (const [what, [behavior, { unknown, why }]] of Object.entries(unknowns))
    it(`does not know what it is told by ${what}`, async () => {
      server.behave(behavior);
      const answer = await get();
      expect(answer).to.have.nested.property("unknown.unknown", unknown);
      expect(answer).to.have.nested.property("unknown.why").that.matches(why);
      expect(answer)
        .to.have.nested.property("unknown.fix")
        .that.matches(/^[A-Z].*\.$/);
      expect(JSON.stringify(answer)).not.to.match(/secret-token|Log in, secret/);
    });

  it("tries again where that helps, and not for ever", async () => {
    const busy =
      (times: number): Behavior =>
      (_, answer, index) =>
        index < times
          ? json(answer, 503, statusBody(503, "ServiceUnavailable", ""))
          : json(answer, 200, object("demo"));
    for (const [times, is, tries] of [
      [0, "found", 1],
      [2, "found", 3],
      [3, "unknown", 3],
    ] as const) {
      server.behave(busy(times));
      expect([(await get()).is, server.asked.length]).to.deep.equal([is, tries]);
    }
    server.behave((_, answer, index) =>
      index === 0 ? answer.writeHead(200, { "content-length": "9" }).destroy() : json(answer, 200, object("demo")),
    );
    expect((await get()).is).to.equal("found");
  });

  it("asks no more where the server does not answer", async () => {
    server.behave(never);
    const answers = await Promise.all(Array.from({ length: 100 }, get));
    expect(
      new Set(answers.map((answer) => (answer.is === "unknown" ? answer.unknown.unknown : answer.is))),
    ).to.deep.equal(new Set(["timeout"]));
    // Those that were under way.
    expect(server.asked.length).to.equal(8);
  });

  it("asks three more times where the server does not answer any more", async () => {
    server.behave((_, answer, index) => {
      if (index === 0) json(answer, 200, object("demo"));
    });
    const answers = [];
    for (let times = 0; times < 6; times += 1) answers.push((await get()).is);
    expect([answers, server.asked.length]).to.deep.equal([["found", ...Array(5).fill("unknown")], 4]);
  });

  it("asks eight things at a time", async () => {
    let waiting: ServerResponse[] = [];
    let most = 0;
    server.behave((_, answer) => {
      waiting.push(answer);
      most = Math.max(most, waiting.length);
      if (waiting.length !== 8) return;
      setTimeout(() => {
        const all = waiting;
        waiting = [];
        for (const each of all) json(each, 200, object("demo"));
      }, 50);
    });
    const answers = await Promise.all(Array.from({ length: 32 }, get));
    expect(new Set(answers.map(({ is }) => is))).to.deep.equal(new Set(["found"]));
    expect(most).to.equal(8);
  });

  it("knows what is not there", async () => {
    server.behave((_, answer) => json(answer, 404, statusBody(404, "NotFound", 'secrets "demo" not found')));
    expect(await get()).to.deep.equal({ is: "missing" });
    // An API server without the operator's CRD.
    server.behave((_, answer) => answer.writeHead(404, { "content-type": "text/plain" }).end("404 page not found\n"));
    expect(await listed(apiKinds.postgresqls)).to.deep.equal([{ is: "missing" }]);
  });

  it("asks for no names that no object can have", async () => {
    server.behave((_, answer) => json(answer, 200, {}));
    for (const name of ["..", "../../nodes", "a/b", "", "a b", "a?watch=1", "A", "%2e%2e"]) {
      expect(await api.get(apiKinds.secrets, "pg", name)).to.deep.equal({ is: "missing" });
      expect(await api.get(apiKinds.secrets, name, "demo")).to.deep.equal({ is: "missing" });
      expect(await api.log("pg", name, "c", 10)).to.deep.equal({ is: "missing" });
      expect(await api.exec("pg", name, "c", ["psql"] as never)).to.deep.equal({ is: "missing" });
    }
    expect(server.asked).to.deep.equal([]);
  });

  const cronJob = { apiVersion: "batch/v1", kind: "CronJob", metadata: { name: "a", namespace: "pg" }, spec: {} };

  it("gives an object for a dry run, and what the API server says of it", async () => {
    server.behave((_, answer) => json(answer, 200, { ...cronJob, status: {} }));
    expect(await api.dryRun(apiKinds.cronJobs, cronJob)).to.deep.equal({
      is: "found",
      value: { ...cronJob, status: {} },
    });
    expect(
      server.asked.map(({ method, path, query, body }) => ({ method, path, query, body: JSON.parse(body) })),
    ).to.deep.equal([
      {
        method: "PATCH",
        path: "/apis/batch/v1/namespaces/pg/cronjobs/a",
        query: { dryRun: "All", fieldManager: "expand-pgbackrest", force: "true", fieldValidation: "Strict" },
        body: cronJob,
      },
    ]);
    expect(server.asked[0]?.headers["content-type"]).to.equal("application/apply-patch+yaml");
    const invalid = 'CronJob.batch "a" is invalid: spec.schedule: Required value';
    server.behave((_, answer) => json(answer, 422, statusBody(422, "Invalid", invalid)));
    expect(await api.dryRun(apiKinds.cronJobs, cronJob)).to.include({
      is: "refused",
      code: 422,
      reason: "Invalid",
      message: invalid,
    });
  });

  it("tells a policy that refuses an object from a right that is missing", async () => {
    for (const [message, is] of [
      ['admission webhook "policy" denied the request: no', "refused"],
      ['cronjobs.batch "a" is forbidden: User "jane" cannot patch resource "cronjobs"', "unknown"],
    ] as const) {
      server.behave((_, answer) => json(answer, 403, statusBody(403, "Forbidden", message)));
      expect((await api.dryRun(apiKinds.cronJobs, cronJob)).is).to.equal(is);
    }
  });

  it("follows no redirect, with which a dry run would become a write", async () => {
    for (const status of [301, 302, 303, 307, 308])
      for (const location of [
        "/stolen",
        `${server.url}/stolen`,
        `http://localhost:${server.port}/stolen`,
        "file:///etc",
      ])
        for (const ask of [get, () => api.dryRun(apiKinds.cronJobs, cronJob), () => api.log("pg", "a", "c", 1)]) {
          server.behave(({ path }, answer) =>
            path === "/stolen" ? json(answer, 200, cronJob) : answer.writeHead(status, { location }).end(),
          );
          expect([await ask()].map((answer) => answer.is === "unknown" && answer.unknown.unknown)).to.deep.equal([
            "unreadable",
          ]);
          expect(server.asked.filter(({ path }) => path === "/stolen")).to.deep.equal([]);
          expect(server.asked.length).to.equal(1);
        }
  });

  it("writes nothing, whatever is asked", async () => {
    server.behave((_, answer) => json(answer, 200, { kind: "List", items: [], metadata: {} }));
    await get();
    await listed();
    await api.log("pg", "a", "c", 10);
    await api.dryRun(apiKinds.cronJobs, cronJob);
    for (const { method, query } of server.asked)
      if (method !== "GET") expect([method, query.dryRun]).to.deep.equal(["PATCH", "All"]);
    expect(server.asked.map(({ method }) => method)).to.deep.equal(["GET", "GET", "GET", "PATCH"]);
  });

  it("gives the last lines of a log, without secrets and control characters", async () => {
    const text = `${Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n")}\n\u001b[31mred\nrepo1-s3-key-secret=wJalrXUtnFEMI\n${"x ".repeat(500)}\n`;
    server.behave((_, answer) => answer.writeHead(200, { "content-type": "text/plain" }).end(text));
    const log = await api.log("pg", "a", "pgbackrest-backup", 4);
    expect(log).to.deep.equal({
      is: "found",
      value: ["line 29", "\\u001b[31mred", "repo1-s3-key-secret…", `${"x ".repeat(200)}…`],
    });
    expect(server.asked.map(({ path, query }) => [path, query])).to.deep.equal([
      ["/api/v1/namespaces/pg/pods/a/log", { container: "pgbackrest-backup", tailLines: "4", limitBytes: "65536" }],
    ]);
  });

  it("asks for other credentials where they have expired", async () => {
    const kubeconfig = files.write(
      "expiring",
      JSON.stringify({
        clusters: [{ name: "test", cluster: { server: server.url, "certificate-authority": "ca.crt" } }],
        users: [{ name: "someone", user: { tokenFile: "token" } }],
        contexts: [{ name: "test", context: { cluster: "test", user: "someone" } }],
        "current-context": "test",
      }),
    );
    files.write("token", "old");
    api = await connect({ kubeconfig, timeoutSeconds: 5, env: {} });
    let valid = "old";
    server.behave(({ headers }, answer) =>
      headers.authorization === `Bearer ${valid}`
        ? json(answer, 200, object("demo"))
        : json(answer, 401, statusBody(401, "Unauthorized", "Unauthorized")),
    );
    expect((await get()).is).to.equal("found");
    files.write("token", "new");
    valid = "new";
    expect((await Promise.all([get(), get(), get()])).map(({ is }) => is)).to.deep.equal(["found", "found", "found"]);
    valid = "other";
    server.asked.length = 0;
    for (let times = 0; times < 10; times += 1) expect((await get()).is).to.equal("unknown");
    // The first one asked twice, for credentials that were accepted before.
    expect(server.asked.length).to.equal(11);
  });
});
