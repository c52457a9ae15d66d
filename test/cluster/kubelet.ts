/*
 * Stands for a node with its kubelet and for the scheduler, as far as controllers and clients look: pods are started, ended, and answer for
 * logs and commands as annotations (pod-wishes.ts) say. A process of its own, because tests wait for kubectl without letting anything else run.
 *
 *   node --import tsx kubelet.ts FOLDER    in the network namespace of the control plane; writes FOLDER/kubelet when it serves
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TSchema } from "typebox";
import { request } from "./api-socket.ts";
import { checked } from "./checked.ts";
import { serve } from "./kubelet-server.ts";
import { listOf, namespace, type Pod, pod } from "./pod.ts";
import { fateOf, statusOf } from "./pod-status.ts";

const [folder = ""] = process.argv.slice(2);
const node = "node-1";
const ask = (method: string, path: string, body?: unknown) => request(join(folder, "api.sock"), method, path, body);

async function read<Schema extends TSchema>(schema: Schema, path: string) {
  const { body } = await ask("GET", path);
  return checked(schema, body);
}

let addresses = 0;
/** Only a part of what the API server gives a pod is 192.0.2.0/24; nothing listens there. */
const nextAddress = () => {
  addresses += 1;
  return `192.0.2.${1 + (addresses % 250)}`;
};

async function attend(item: Pod, wishes: Readonly<Record<string, string>>): Promise<void> {
  const { name, namespace, uid, deletionTimestamp } = item.metadata;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  if (deletionTimestamp !== undefined) {
    await ask("DELETE", path, {
      kind: "DeleteOptions",
      apiVersion: "v1",
      gracePeriodSeconds: 0,
      preconditions: { uid },
    });
    return;
  }
  const fate = fateOf(item, wishes);
  if (fate === "pending") return;
  if (item.spec.nodeName === undefined)
    await ask("POST", `${path}/binding`, {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name },
      target: { kind: "Node", name: node },
    });
  const status = statusOf(item, fate, nextAddress(), new Date().toISOString());
  if (status !== undefined) await ask("PATCH", `${path}/status`, { metadata: { uid }, status });
}

async function round(): Promise<void> {
  const { items: pods } = await read(listOf(pod), "/api/v1/pods");
  if (pods.length === 0) return;
  const { items: namespaces } = await read(listOf(namespace), "/api/v1/namespaces");
  const wishes = new Map(namespaces.map(({ metadata }) => [metadata.name, metadata.annotations ?? {}]));
  for (const item of pods)
    await attend(item, wishes.get(item.metadata.namespace) ?? {}).catch((error) => console.error(String(error)));
}

await serve(folder, async (inNamespace, name) => {
  const { metadata } = await read(pod, `/api/v1/namespaces/${inNamespace}/pods/${name}`);
  const { metadata: of } = await read(namespace, `/api/v1/namespaces/${inNamespace}`);
  return { ...of.annotations, ...metadata.annotations };
});
await ask("POST", "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name: node } });
await ask("PATCH", `/api/v1/nodes/${node}/status`, {
  status: {
    addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    conditions: [{ type: "Ready", status: "True" }],
  },
});
writeFileSync(join(folder, "kubelet"), "");
for (;;) {
  await round().catch((error) => console.error(String(error)));
  await pause(100);
}
