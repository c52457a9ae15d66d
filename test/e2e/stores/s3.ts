import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { userOption } from "../rendered.ts";
import { startGate, upstreamPort } from "./gate.ts";
import { misplacedIn, optionOf, type Store, servers, storePod, variableOf, type Wanted } from "./store.ts";

/** rclone's S3 server, which verifies signatures. */
export const s3: Store = {
  hosts,
  start(pods, wanted) {
    const { scenario, repository } = wanted;
    const { pod, folder } = storePod(pods, repository.name, hosts(wanted));
    mkdirSync(join(folder, repository.resource ?? ""));
    const keyId = userOption(scenario, `${repository.name}-s3-key`);
    const secret = userOption(scenario, `${repository.name}-s3-key-secret`);
    const address = ["--addr", `127.0.0.1:${upstreamPort}`, `--force-path-style=${pathStyle(wanted)}`];
    pod.start(
      servers.rclone,
      "serve",
      "s3",
      "--config",
      "/dev/null",
      "--auth-key",
      `${keyId},${secret}`,
      ...address,
      folder,
    );
    startGate(pods, pod, "s3-gate.ts", repository.region ?? "");
    return {
      pod,
      folder,
      misplaced: () => misplacedIn(folder, wanted),
      spoil: () => `${variableOf(wanted, "s3-key-secret")}=wrong`,
      refusal: /403 \(Forbidden\)/,
    };
  },
};

const pathStyle = (wanted: Wanted) => optionOf(wanted, "s3-uri-style") === "path";

function hosts(wanted: Wanted): readonly string[] {
  const { resource, endpoint = "" } = wanted.repository;
  return [pathStyle(wanted) ? endpoint : `${resource}.${endpoint}`];
}
