import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Edits } from "../rendered.ts";
import { startGate, upstreamPort } from "./gate.ts";
import { misplacedIn, type Store, servers, storePod, variableOf } from "./store.ts";

const account = "demo@fake-project.iam.gserviceaccount.com";
const tokenUri = "https://oauth2.googleapis.com/token";
const hosts = ["storage.googleapis.com", new URL(tokenUri).host];

/** fake-gcs-server; the gate in front of it verifies the service account's key. */
export const gcs: Store = {
  hosts: () => hosts,
  start(pods, wanted) {
    const { repository } = wanted;
    const { pod, folder } = storePod(pods, repository.name, hosts);
    mkdirSync(join(folder, repository.resource ?? ""));
    const publicKey = join(pods.work, "service-account.pem");
    writeFileSync(publicKey, serviceAccountKey().publicKey);
    const address = ["-scheme", "http", "-host", "127.0.0.1", "-port", upstreamPort, "-log-level", "error"];
    pod.start(servers.fakeGcs, ...address, "-backend", "filesystem", "-filesystem-root", folder);
    startGate(pods, pod, "gcs-gate.ts", publicKey, account, tokenUri);
    return {
      pod,
      folder,
      misplaced: () => misplacedIn(folder, wanted),
      spoil(database) {
        const wrong = serviceAccount(newKey().privateKey);
        database.must("bash", "-c", 'printf %s "$0" >/tmp/wrong.json', wrong);
        return `${variableOf(wanted, "gcs-key")}=/tmp/wrong.json`;
      },
      refusal: /Invalid JWT Signature/,
    };
  },
};

/** The service account's file, with a key that the gate knows. */
export const serviceAccountFile: Edits = { "gcs.json": () => serviceAccount(serviceAccountKey().privateKey) };

const serviceAccount = (key: string) =>
  JSON.stringify({ type: "service_account", client_email: account, private_key: key, token_uri: tokenUri });

let known: ReturnType<typeof newKey> | undefined;

function serviceAccountKey(): ReturnType<typeof newKey> {
  known ??= newKey();
  return known;
}

const newKey = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
