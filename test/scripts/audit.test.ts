import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { bundledLibraries } from "../bundled-libraries.ts";
import { root } from "../tools.ts";

/** The one call of npm's that asks for advisories; the body says for which packages and releases. */
const bulk = "/-/npm/v1/security/advisories/bulk";

type Advisories = Readonly<Record<string, readonly object[]>>;

describe("npm run audit", function () {
  this.timeout(180_000);

  let registry: Server;
  let asked: Readonly<Record<string, readonly string[]>>;

  /** Runs it against a registry on this machine that gives these advisories, or refuses to give any. */
  async function audit(answer: Advisories | undefined) {
    registry = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      if (request.url === bulk && answer !== undefined) {
        const body = Buffer.concat(chunks);
        asked = JSON.parse((request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString());
        response.end(JSON.stringify(answer));
      } else {
        response.statusCode = request.method === "POST" ? 405 : 404;
        response.end("{}");
      }
    }).listen(0, "127.0.0.1");
    await once(registry, "listening");
    const address = registry.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_fetch_retries: "0" };
    const child = spawn("npm", ["run", "--silent", "audit"], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
    const [[status], stdout] = await Promise.all([once(child, "close"), text(child.stdout)]);
    return { status, stdout };
  }

  afterEach(() => {
    registry.close();
  });

  it("asks about the libraries in the program, and about no others", async () => {
    const { status, stdout } = await audit({});
    expect({ status, stdout }).to.deep.equal({
      status: 0,
      stdout: `${Object.entries(asked)
        .map(([name, [version]]) => `${name} ${version}`)
        .join(", ")}: no known vulnerabilities.\n`,
    });
    expect(Object.keys(asked).sort()).to.deep.equal(bundledLibraries.map(([name]) => name));
  });

  it("fails and names the library if there is an advisory for it", async () => {
    const advisory = {
      id: 1,
      url: "https://example.com/advisory",
      title: "Stalls on a short text",
      severity: "high",
      vulnerable_versions: "<99",
    };
    const { status, stdout } = await audit({ yaml: [advisory] });
    expect(status).to.equal(1);
    expect(Object.keys(JSON.parse(stdout))).to.deep.equal(["yaml"]);
    expect(stdout).to.include(advisory.title);
  });

  it("says so if the registry does not answer, which is not the same as having found nothing", async () => {
    const { status, stdout } = await audit(undefined);
    expect(status).to.equal(2);
    const [names = "", problem] = stdout.split(": ", 2);
    expect(names.split(", ").map((name) => name.replace(/ \S+$/, ""))).to.deep.equal(
      bundledLibraries.map(([name]) => name),
    );
    expect(problem).to.equal("not audited, because the registry did not answer");
    expect(stdout).to.include(": 405 ");
  });
});
