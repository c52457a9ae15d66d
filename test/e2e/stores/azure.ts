import { createHmac } from "node:crypto";
import { join } from "node:path";
import { waitForPort } from "../pods.ts";
import { userOption } from "../rendered.ts";
import { type Store, servers, storePod, variableOf, type Wanted } from "./store.ts";

/** azurite, which verifies the shared key. */
export const azure: Store = {
  hosts,
  start(pods, wanted) {
    const { scenario, repository } = wanted;
    const { pod, folder } = storePod(pods, repository.name, hosts(wanted));
    const key = userOption(scenario, `${repository.name}-azure-key`);
    const tls = ["--cert", join(pods.work, "store.crt"), "--key", join(pods.work, "store.key")];
    const address = ["--blobHost", pod.address, "--blobPort", "443"];
    const options = ["--location", folder, "--disableTelemetry", "--skipApiVersionCheck", "--silent"];
    const accounts = `AZURITE_ACCOUNTS=${repository.account}:${key}`;
    pod.start("env", accounts, process.execPath, servers.azurite, ...address, ...tls, ...options);
    waitForPort(pods, pod, pod, "443", 30);
    const made = pod.must("curl", ...makeContainer(wanted, key, join(pods.work, "authority.crt")));
    if (made !== "201") throw new Error(`azurite made no container: ${made}`);
    return {
      pod,
      folder,
      spoil: () => `${variableOf(wanted, "azure-key")}=d3Jvbmc=`,
      refusal: /failed with 403/,
    };
  },
};

function hosts({ repository: { account, endpoint } }: Wanted): readonly string[] {
  return [`${account}.${endpoint}`];
}

/** Arguments for curl: a signed request for the container, which the user makes before the first backup. */
function makeContainer(wanted: Wanted, key: string, authority: string): readonly string[] {
  const { account, resource } = wanted.repository;
  const date = new Date().toUTCString();
  const canonical = `x-ms-date:${date}\nx-ms-version:2021-06-08\n/${account}/${resource}\nrestype:container`;
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(`PUT${"\n".repeat(12)}${canonical}`);
  const headers = [
    `x-ms-date: ${date}`,
    "x-ms-version: 2021-06-08",
    `Authorization: SharedKey ${account}:${signature.digest("base64")}`,
    "Content-Length: 0",
  ];
  const url = `https://${hosts(wanted)[0]}/${resource}?restype=container`;
  const quiet = ["--silent", "--show-error", "--output", "/dev/null", "--write-out", "%{http_code}"];
  return [...quiet, "--cacert", authority, "--request", "PUT", ...headers.flatMap((header) => ["-H", header]), url];
}
