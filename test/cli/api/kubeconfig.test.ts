import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect as connectTo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import fc from "fast-check";
import { connect } from "../../../src/cli/api/connect.ts";
import { apiKinds } from "../../../src/cli/api/kinds.ts";
import { proxyOf } from "../../../src/cli/api/proxy.ts";
import { requireTool, which } from "../../tools.ts";
import { listening, type TestServer, testFiles, testServer } from "./test-server.ts";

describe("how an API server is found", function () {
  this.timeout(30_000);
  let files: ReturnType<typeof testFiles>;
  let server: TestServer;

  before(async function () {
    requireTool(this, "openssl", which("openssl"));
    files = testFiles();
    server = await testServer(files.made, (_, answer) =>
      answer.writeHead(200, { "content-type": "application/json" }).end("{}"),
    );
  });
  after(() => {
    server?.close();
    files?.remove();
  });

  /** A kubeconfig with one context, `test`. */
  const config = (user: object, cluster: object = {}, context: object = {}) => ({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server: server.url, "certificate-authority": "ca.crt", ...cluster } }],
    users: [{ name: "u", user }],
    contexts: [{ name: "test", context: { cluster: "c", user: "u", ...context } }],
    "current-context": "test",
  });
  const written = (name: string, content: unknown) =>
    files.write(name, typeof content === "string" ? content : JSON.stringify(content));

  /** What the server sees of the one who asks, or what the user is told. */
  async function asked(given: Partial<Parameters<typeof connect>[0]>) {
    server.asked.length = 0;
    try {
      const api = await connect({ timeoutSeconds: 2, env: {}, ...given });
      const answer = await api.get(apiKinds.secrets, "pg", "demo");
      if (answer.is === "unknown") return `${answer.unknown.unknown}: ${answer.unknown.why}`;
      const [first] = server.asked;
      return {
        ...{ context: api.context, namespace: api.namespace, client: first?.client },
        authorization: first?.headers.authorization,
        as: first?.headers["impersonate-user"],
      };
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : error;
    }
  }
  const seen = (more: object) => ({
    ...{ context: "test", namespace: "default", client: undefined, authorization: undefined, as: undefined },
    ...more,
  });

  const plugin = (script: string) => {
    const file = files.write("plugin", `#!/bin/sh\n${script}\n`, 0o700);
    return {
      exec: {
        apiVersion: "client.authentication.k8s.io/v1",
        command: file,
        args: ["get", "token"],
        env: [{ name: "A", value: "b" }],
      },
    };
  };
  const credential = (status: string) => `echo '{"kind":"ExecCredential","status":${status}}'`;

  it("by a token, a file with one, a password, certificates, or as somebody else", async () => {
    files.write("token", "from-file");
    const data = (name: string) => Buffer.from(files.made[name] ?? "").toString("base64");
    const users: ReadonlyArray<readonly [object, object]> = [
      [{ token: "t" }, { authorization: "Bearer t" }],
      [{ tokenFile: "token" }, { authorization: "Bearer from-file" }],
      [{ token: "t", tokenFile: "token" }, { authorization: "Bearer from-file" }],
      [{ username: "jane", password: "p" }, { authorization: `Basic ${Buffer.from("jane:p").toString("base64")}` }],
      [{ "client-certificate": "client.crt", "client-key": "client.key" }, { client: "someone" }],
      [{ "client-certificate-data": data("client.crt"), "client-key-data": data("client.key") }, { client: "someone" }],
      [
        { token: "t", as: "jane" },
        { authorization: "Bearer t", as: "jane" },
      ],
      [{}, {}],
    ];
    for (const [user, expected] of users)
      expect(await asked({ kubeconfig: written("config", config(user)) })).to.deep.equal(seen(expected));
  });

  it("by a credential plugin, which is told what client-go tells it", async () => {
    const told = `[ "$1 $2 $A" = "get token b" ] || exit 9; case "$KUBERNETES_EXEC_INFO" in *client.authentication.k8s.io/v1*) ;; *) exit 8;; esac`;
    const user = plugin(`${told}\n${credential('{"token":"fresh"}')}`);
    expect(await asked({ kubeconfig: written("config", config(user)) })).to.deep.equal(
      seen({ authorization: "Bearer fresh" }),
    );
    const relative = { exec: { ...user.exec, command: "./plugin" } };
    expect(await asked({ kubeconfig: written("config", config(relative)) })).to.deep.equal(
      seen({ authorization: "Bearer fresh" }),
    );
    const inLine = (name: string) => (files.made[name] ?? "").trim().replaceAll("\n", "\\n");
    const certificate = credential(
      `{"clientCertificateData":"${inLine("client.crt")}\\n","clientKeyData":"${inLine("client.key")}\\n"}`,
    );
    expect(
      await asked({ kubeconfig: written("config", config(plugin(`cat <<'END'\n${certificate.slice(6, -1)}\nEND`))) }),
    ).to.deep.equal(seen({ client: "someone" }));
  });

  it("says what is wrong with a credential plugin", async () => {
    const server_ = server.url;
    const without = `unreachable: Without credentials, the API server at ${server_} cannot be asked: `;
    const where = `the credential plugin \`${files.path("plugin")}\``;
    for (const [script, message] of [
      [
        "echo 'first line' >&2; echo 'Session expired; run login.' >&2; exit 3",
        `${without}${where} failed: Session expired; run login.`,
      ],
      ["echo hello", `${without}${where} did not print an ExecCredential.`],
      ["echo '{}'", `${without}${where} did not print an ExecCredential.`],
      ["echo null", `${without}${where} did not print an ExecCredential.`],
      [credential('{"token":5}'), `${without}${where} did not print an ExecCredential.`],
      ["yes A", `${without}${where} did not print an ExecCredential, but more than a megabyte.`],
      ["yes E >&2", `${without}${where} did not print an ExecCredential, but more than a megabyte.`],
      [
        credential('{"token":"hush\\\\nhush"}'),
        `${without}the token of the user has a line break, or a character that is not ASCII.`,
      ],
      ["exit 1", `${without}${where} failed.`],
      [
        "sleep 5",
        `timeout: There were no credentials for the API server at ${server_} within 2 seconds: a credential plugin may wait for a person.`,
      ],
    ] as const)
      expect(await asked({ kubeconfig: written("config", config(plugin(script))) })).to.equal(message);
    for (const [name, instead] of [
      ["gcp", "gke-gcloud-auth-plugin"],
      ["azure", "kubelogin"],
    ] as const) {
      // The library would wait for it, and let no timer go on.
      const legacy = { "auth-provider": { name, config: { "cmd-path": "sleep", "cmd-args": "60" } } };
      expect(await asked({ kubeconfig: written("config", config(legacy)) })).to.equal(
        `${without}the user of the kubeconfig has the auth-provider \`${name}\`, which Kubernetes has removed; the credential plugin \`${instead}\` has taken its place.`,
      );
    }
    const missing = { exec: { command: "no-such-plugin" } };
    expect(await asked({ kubeconfig: written("config", config(missing)) })).to.equal(
      `${without}the credential plugin \`no-such-plugin\` of the kubeconfig is not installed.`,
    );
  });

  it("leaves nothing behind of a credential plugin that does not end", async () => {
    const user = plugin(`echo $$ > ${files.path("pid")}; trap "" TERM INT; while :; do sleep 1; done`);
    expect(await asked({ kubeconfig: written("config", config(user)) })).to.match(/within 2 seconds/);
    const pid = Number(readFileSync(files.path("pid"), "utf8"));
    const isThere = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    while (isThere()) await delay(50);
  });

  it("by no file that could be without end, and by no token that a header cannot have", async () => {
    files.write("large", "a".repeat((1 << 20) + 1));
    const cannot = "which the kubeconfig names, cannot be read";
    const badToken = "the token of the user has a line break, or a character that is not ASCII";
    const rows: ReadonlyArray<readonly [object, object, string]> = [
      ...["tokenFile", "client-certificate", "client-key"].map(
        (field) => [{ [field]: "/dev/zero" }, {}, `/dev/zero, ${cannot} (it is not a regular file)`] as const,
      ),
      [{}, { "certificate-authority": "/dev/zero" }, `/dev/zero, ${cannot} (it is not a regular file)`],
      [{ tokenFile: files.folder }, {}, `${files.folder}, ${cannot} (it is not a regular file)`],
      [{ tokenFile: "large" }, {}, `${files.path("large")}, ${cannot} (it has more than a megabyte)`],
      [{ token: "hush.one\nhush" }, {}, badToken],
      [{ token: "h\u00fcsh\u2713" }, {}, badToken],
      [
        { token: "t", as: "h\nush" },
        {},
        "what the user has for the header Impersonate-User has a line break, or a character that is not ASCII",
      ],
      [{ exec: { command: "a\u0000b" } }, {}, "the user of the kubeconfig has `exec` without the name of a command"],
    ];
    for (const [user, cluster, why] of rows)
      expect(await asked({ kubeconfig: written("config", config(user, cluster)) })).to.equal(
        `unreachable: Without credentials, the API server at ${server.url} cannot be asked: ${why}.`,
      );
    files.write("token", " from-file\n");
    expect(await asked({ kubeconfig: written("config", config({ tokenFile: "token" })) })).to.deep.equal(
      seen({ authorization: "Bearer from-file" }),
    );
  });

  it("by several files, of which the first counts, without those that are not there", async () => {
    mkdirSync(files.path("second"), { recursive: true });
    writeFileSync(files.path("second/token"), "second");
    const first = {
      contexts: [{ name: "test", context: { cluster: "c", user: "u", namespace: "first" } }],
      "current-context": "test",
    };
    const second = {
      ...config({ tokenFile: "token" }, { "certificate-authority": "../ca.crt" }, { namespace: "second" }),
      "current-context": "other",
    };
    const list = [files.path("none"), written("first", first), written("second/config", second)].join(":");
    expect(await asked({ env: { KUBECONFIG: list } })).to.deep.equal(
      seen({ namespace: "first", authorization: "Bearer second" }),
    );
    mkdirSync(files.path(".kube"), { recursive: true });
    written(".kube/config", config({ token: "home" }, { "certificate-authority": "../ca.crt" }));
    expect(await asked({ env: { HOME: files.folder } })).to.deep.equal(seen({ authorization: "Bearer home" }));
    expect(await asked({ env: { HOME: files.folder, KUBECONFIG: list } })).to.deep.equal(
      seen({ namespace: "first", authorization: "Bearer second" }),
    );
  });

  it("by another context than the current one", async () => {
    const two = {
      ...config({ token: "t" }),
      contexts: [...config({}).contexts, { name: "b", context: { cluster: "c", namespace: "x" } }],
    };
    expect(await asked({ kubeconfig: written("config", two), context: "b" })).to.deep.equal(
      seen({ context: "b", namespace: "x" }),
    );
  });

  it("says what is wrong with a kubeconfig, and nothing of what is in it", async () => {
    const tls = config({ token: "t" });
    const cases: ReadonlyArray<readonly [unknown, string, string?]> = [
      [
        "token: [secret-token",
        "UsageError: The kubeconfig FILE is not YAML; `kubectl config view` says in which line.",
      ],
      [
        `a: &a0 [x, x]\n${Array.from({ length: 40 }, (_, i) => `b${i}: &a${i + 1} [*a${i}, *a${i}]\n`).join("")}`,
        "UsageError: The kubeconfig FILE has aliases that make it many times as large as it is; write out what they stand for.",
      ],
      [
        "a: &a [*a]",
        "UsageError: The kubeconfig FILE has aliases that make it many times as large as it is; write out what they stand for.",
      ],
      ["#".repeat((1 << 23) + 1), "UsageError: FILE is not a kubeconfig: it has more than 8 megabytes."],
      ["- secret-token", "UsageError: FILE is not a kubeconfig: it is not a mapping."],
      [
        "",
        "UsageError: There is no kubeconfig (looked for FILE), and this is not a pod of a cluster; name one with --kubeconfig or KUBECONFIG.",
      ],
      [
        { ...tls, "current-context": "" },
        "UsageError: The kubeconfig has no current context; choose one with --context: there are `test`.",
      ],
      [{ ...tls, "current-context": "old" }, "UsageError: The kubeconfig has no context `old`; there are `test`."],
      [tls, "UsageError: The kubeconfig has no context `prod`; there are `test`.", "prod"],
      [
        { ...tls, clusters: [] },
        "UsageError: The context `test` of the kubeconfig names a cluster that is not there: `c`.",
      ],
      [
        { ...tls, users: null },
        "UsageError: The context `test` of the kubeconfig names a user that is not there: `u`.",
      ],
      [
        config({}, { server: "kube.example" }),
        "UsageError: The server of the context is not a URL; write, for example, `https://10.0.0.1:6443`.",
      ],
      [
        config({}, { server: 7 }),
        "UsageError: The server of the context is not a URL; write, for example, `https://10.0.0.1:6443`.",
      ],
      [
        config({ token: "t" }, { server: "http://kube.example" }),
        "UsageError: The server of the context, http://kube.example, would be asked without encryption; write https://, or set `insecure-skip-tls-verify: true` in the kubeconfig if that is meant.",
      ],
      [
        config({ tokenFile: "gone" }),
        `unreachable: Without credentials, the API server at ${server.url} cannot be asked: FOLDER/gone, which the kubeconfig names, cannot be read (ENOENT).`,
      ],
      [
        config({}, { "proxy-url": "proxy:3128" }),
        "UsageError: The proxy for the server of the context is not a URL; write, for example, `http://proxy.example:3128`.",
      ],
    ];
    for (const [content, message, context] of cases) {
      const kubeconfig = written("bad", content);
      const said = await asked({ kubeconfig, ...(context !== undefined && { context }) });
      expect(String(said).replaceAll(kubeconfig, "FILE").replaceAll(files.folder, "FOLDER")).to.equal(message);
    }
    for (const [file, why] of [
      [files.path("none"), "cannot be read (ENOENT)"],
      [files.folder, "cannot be read (EISDIR)"],
    ] as const)
      expect(await asked({ kubeconfig: file })).to.equal(`UsageError: The kubeconfig ${file} ${why}.`);
  });

  it("says why a server cannot be reached", async () => {
    const at = (url: string) => `unreachable: The API server at ${url} cannot be reached: `;
    const { url, port } = server;
    const free = createServer();
    const closed = await listening(free);
    free.close();
    const cases: ReadonlyArray<readonly [object, string]> = [
      [
        { "certificate-authority": "server.crt" },
        `${at(url)}its certificate is not signed by an authority that is known here.`,
      ],
      [
        { server: `https://127.0.0.1:${port}` },
        `${at(`https://127.0.0.1:${port}`)}its certificate is for other names.`,
      ],
      [
        { server: `https://localhost:${closed}` },
        `${at(`https://localhost:${closed}`)}nothing listens there (connection refused).`,
      ],
      [{ server: "https://no.such.name.invalid" }, `${at("https://no.such.name.invalid")}its name cannot be resolved.`],
      [
        { server: `http://localhost:${port}` },
        `${at(`http://localhost:${port}`)}the connection was closed before the answer was complete.`,
      ],
    ];
    for (const [cluster, message] of cases)
      expect(await asked({ kubeconfig: written("config", config({}, cluster)) })).to.equal(message);
    expect(
      await asked({
        kubeconfig: written(
          "config",
          config({}, { server: `https://127.0.0.1:${port}`, "tls-server-name": "localhost" }),
        ),
      }),
    ).to.deep.equal(seen({}));
    expect(
      await asked({
        kubeconfig: written(
          "config",
          config({}, { "certificate-authority": "server.crt", "insecure-skip-tls-verify": true }),
        ),
      }),
    ).to.deep.equal(seen({}));
    const inUrl = `https://jane:p%40w@localhost:${port}`;
    expect(await asked({ kubeconfig: written("config", config({}, { server: inUrl })) })).to.deep.equal(
      seen({ authorization: `Basic ${Buffer.from("jane:p@w").toString("base64")}` }),
    );
    const secret = await asked({
      kubeconfig: written("config", config({}, { server: `https://user:password@localhost:${closed}/base/` })),
    });
    expect(secret).to.equal(`${at(`https://localhost:${closed}/base`)}nothing listens there (connection refused).`);
  });

  describe("through a proxy", () => {
    let proxy: Server;
    let port: number;
    const tunnels: Array<readonly [string | undefined, string | undefined]> = [];
    before(async () => {
      proxy = createServer();
      // It alone knows the server's name.
      proxy.on("connect", (request, socket) => {
        tunnels.push([request.url, request.headers["proxy-authorization"]]);
        const through = connectTo(server.port, "localhost", () => {
          socket.write(request.url?.startsWith("denied") ? "HTTP/1.1 407 No\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\n");
          socket.pipe(through).pipe(socket);
        });
        for (const each of [through, socket]) each.on("error", () => {});
      });
      port = await listening(proxy);
    });
    after(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    beforeEach(() => {
      tunnels.length = 0;
    });

    it("that the kubeconfig or the environment names", async () => {
      const kubeconfig = written("config", config({ token: "t" }, { server: "https://kube.test:6443" }));
      for (const name of ["HTTPS_PROXY", "https_proxy"])
        for (const url of [`http://localhost:${port}`, `localhost:${port}`]) {
          expect(await asked({ kubeconfig, env: { [name]: url } })).to.deep.equal(seen({ authorization: "Bearer t" }));
        }
      expect(tunnels).to.deep.equal(Array(4).fill(["kube.test:6443", undefined]));
      const named = written(
        "config",
        config({ token: "t" }, { server: "https://kube.test:6443", "proxy-url": `http://jane:pw@localhost:${port}` }),
      );
      expect(await asked({ kubeconfig: named, env: { HTTPS_PROXY: "http://localhost:1" } })).to.deep.equal(
        seen({ authorization: "Bearer t" }),
      );
      expect(tunnels.at(-1)).to.deep.equal(["kube.test:6443", `Basic ${Buffer.from("jane:pw").toString("base64")}`]);
    });

    it("and says where the proxy is to blame", async () => {
      const kubeconfig = written("config", config({ token: "t" }, { server: "https://denied.test:6443" }));
      expect(await asked({ kubeconfig, env: { HTTPS_PROXY: `http://jane:pw@localhost:${port}` } })).to.equal(
        "unreachable: The API server at https://denied.test:6443 cannot be reached: the proxy refuses the connection (407).",
      );
    });
  });

  it("leaves out the proxy as kubectl does", () => {
    const proxies = (url: string, exceptions: string) =>
      proxyOf(new URL(url), { HTTPS_PROXY: "http://p", NO_PROXY: exceptions }) === undefined ? "direct" : "proxy";
    const cases: ReadonlyArray<readonly [string, string, string]> = [
      ["https://kube.example", "", "proxy"],
      ["https://kube.example", "*", "direct"],
      ["https://kube.example", "kube.example", "direct"],
      ["https://kube.example", "example", "direct"],
      ["https://kube.example", "other.example, EXAMPLE", "direct"],
      ["https://kube.example", ".kube.example", "proxy"],
      ["https://kube.example", "*.example", "direct"],
      ["https://kube.example", "be.example", "proxy"],
      ["https://kube.example:6443", "kube.example:443", "proxy"],
      ["https://kube.example:6443", "kube.example:6443", "direct"],
      ["https://kube.example", "kube.example:443", "direct"],
      ["https://10.1.2.3:6443", "10.0.0.0/8", "direct"],
      ["https://11.1.2.3:6443", "10.0.0.0/8", "proxy"],
      ["https://10.1.2.3:6443", "10.1.2.3", "direct"],
      ["https://10.1.2.3:6443", "10.1.2.3:443", "proxy"],
      ["https://[fd00::1]:6443", "fd00::/8", "direct"],
      ["https://[fd00::1]:6443", "[fd00::1]", "direct"],
      ["https://[fd00::1]:6443", "fd00::1", "direct"],
      ["https://[fd00::1]:6443", "10.0.0.0/8", "proxy"],
      ["https://kube.example", "10.0.0.0/99, a/b, ::/200", "proxy"],
      ["https://localhost:6443", "", "direct"],
      ["https://127.0.0.2:6443", "", "direct"],
      ["https://[::1]:6443", "", "direct"],
      ["http://kube.example", "", "direct"],
    ];
    for (const [url, exceptions, expected] of cases)
      expect([url, exceptions, proxies(url, exceptions)]).to.deep.equal([url, exceptions, expected]);
    fc.assert(
      fc.property(fc.string(), (exceptions) =>
        ["direct", "proxy"].includes(proxies("https://kube.example", exceptions)),
      ),
    );
  });
});
