import { type Stats, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { User } from "@kubernetes/client-node/dist/config_types.js";
import { isObject, type JsonValue } from "../../json/json-value.ts";
import { visible } from "../../text/visible.ts";
import { runProgram } from "../run-program.ts";
import { whileSignalsWait } from "../signals.ts";
import { CredentialProblem } from "./credential-problem.ts";
import { lastLineOf } from "./foreign-text.ts";

/** What a file with a token or with certificates may hold. */
const mostOfFile = 1 << 20;
/** What a credential plugin may print. */
const mostOfPlugin = { output: 1 << 20, errors: 1 << 20 };

/**
 * Replaces what the user says about credentials by the credentials. The library itself reads whatever a file brings, and keeps all that a plugin
 * prints for as long as the plugin likes. Throws `CredentialProblem`.
 */
export async function withCredentials(kubeConfig: KubeConfig, seconds: number): Promise<void> {
  const user = kubeConfig.getCurrentUser();
  for (const file of [kubeConfig.getCurrentCluster()?.caFile, user?.certFile, user?.keyFile])
    if (file !== undefined && file !== "") expectSmallFile(file);
  if (user === null) return;
  expectNoRemovedProvider(user);
  const credentials = await credentialsOf(user, seconds);
  if (credentials === undefined) return;
  const { exec: _, authProvider: __, ...rest } = user;
  kubeConfig.users = [{ ...rest, ...credentials }];
}

/** What took the place of an `auth-provider` that kubectl knows no more since 1.26 (client-go, plugin/pkg/client/auth). */
const removed: Readonly<Record<string, string>> = { gcp: "gke-gcloud-auth-plugin", azure: "kubelogin" };

/** The library would still run the command that one names, for as long as it likes, while nothing else goes on. */
function expectNoRemovedProvider({ authProvider }: User): void {
  const name: unknown = authProvider?.name;
  if (typeof name === "string" && Object.hasOwn(removed, name))
    throw new CredentialProblem(
      `the user of the kubeconfig has the auth-provider \`${name}\`, which Kubernetes has removed; the credential plugin \`${removed[name]}\` has taken its place`,
    );
}

type Credentials = Pick<User, "token" | "certData" | "keyData">;

async function credentialsOf(user: User, seconds: number): Promise<Credentials | undefined> {
  const tokenFile: unknown = user.authProvider?.config?.tokenFile;
  if (typeof tokenFile === "string") return { token: await tokenIn(tokenFile) };
  const exec: unknown = user.exec;
  return exec === undefined || exec === null ? undefined : byPlugin(exec, seconds);
}

/** As client-go does it, without the blanks around it. */
async function tokenIn(file: string): Promise<string> {
  expectSmallFile(file);
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    throw unreadable(file, codeOf(error));
  }
}

function expectSmallFile(file: string): void {
  let stats: Stats;
  try {
    stats = statSync(file);
  } catch (error) {
    throw unreadable(file, codeOf(error));
  }
  if (!stats.isFile()) throw unreadable(file, "it is not a regular file");
  if (stats.size > mostOfFile) throw unreadable(file, "it has more than a megabyte");
}

const unreadable = (file: string, why: string) =>
  new CredentialProblem(`${visible(file)}, which the kubeconfig names, cannot be read (${why})`);

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "its name is not a path";

/** What a credential plugin prints. It is ended, with all that it has started, where it takes too long or prints too much. */
async function byPlugin(exec: unknown, seconds: number): Promise<Credentials> {
  const { command, args, env } = orderOf(exec);
  const plugin = `the credential plugin \`${visible(command)}\``;
  const ended = await whileSignalsWait(({ signal }) =>
    runProgram(command, args, { stop: signal, seconds, bytes: mostOfPlugin, env: { ...process.env, ...env } }),
  );
  switch (ended.by) {
    case "start":
      throw new CredentialProblem(
        / ENOENT$/.test(ended.message)
          ? `${plugin} of the kubeconfig is not installed`
          : `${plugin} cannot be started: ${lastLineOf(ended.message)}`,
      );
    case "timeout":
      throw new CredentialProblem(`${plugin} did not end within ${seconds} seconds`);
    case "stop":
      throw new CredentialProblem(`${plugin} was stopped`);
    case "bytes":
      throw new CredentialProblem(`${plugin} did not print an ExecCredential, but more than a megabyte`);
    case "itself": {
      if (ended.status !== 0) {
        const said = lastLineOf(ended.errors.toString("utf8")).replace(/\.$/, "");
        throw new CredentialProblem(`${plugin} failed${said === "" ? "" : `: ${said}`}`);
      }
      const credentials = credentialsIn(ended.output.toString("utf8"));
      if (credentials === undefined) throw new CredentialProblem(`${plugin} did not print an ExecCredential`);
      return credentials;
    }
  }
}

/** What the kubeconfig says of a plugin. */
function orderOf(exec: unknown) {
  const { command, args, env }: { command?: unknown; args?: unknown; env?: unknown } =
    typeof exec === "object" && exec !== null ? exec : {};
  if (typeof command !== "string" || command === "" || command.includes("\0"))
    throw new CredentialProblem("the user of the kubeconfig has `exec` without the name of a command");
  const texts = (Array.isArray(args) ? args : []).map(String);
  const variables = (Array.isArray(env) ? env : []).map(({ name, value }) => [String(name), String(value)] as const);
  if ([...texts, ...variables.flat()].some((text) => text.includes("\0")))
    throw new CredentialProblem(
      `the arguments of the credential plugin \`${visible(command)}\` hold a character that no argument can have`,
    );
  return { command, args: texts, env: Object.fromEntries(variables) };
}

/** An ExecCredential has a token, a certificate with its key, or both. */
function credentialsIn(text: string): Credentials | undefined {
  const printed = parsed(text);
  const status = isObject(printed) ? printed.status : undefined;
  if (!isObject(status)) return undefined;
  const { token, clientCertificateData: certificate, clientKeyData: key } = status;
  const texts = [token, certificate, key].every((value) => value === undefined || typeof value === "string");
  if (!texts || (!token && !(certificate && key))) return undefined;
  return {
    ...(typeof token === "string" && token !== "" && { token }),
    ...(typeof certificate === "string" && { certData: base64(certificate) }),
    ...(typeof key === "string" && { keyData: base64(key) }),
  };
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
