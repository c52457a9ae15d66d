import type { JsonObject } from "../../json/json-value.ts";
import { metadataOf } from "../../kubernetes/metadata.ts";
import { isDnsSubdomain } from "../../kubernetes/names.ts";
import type { ApiKind } from "./api-server.ts";

/**
 * All that can be asked over HTTP. The only method that writes is a patch, and it cannot be made without `dryRun=All`: the API server then says
 * what would become of the object, and stores nothing.
 */
export type Request = (Read | DryRun) & {
  /** What it is, as messages and the table of rights name it. */
  readonly asks: Right;
  readonly namespace: string | undefined;
};

interface Read {
  readonly method: "GET";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

interface DryRun {
  readonly method: "PATCH";
  readonly path: string;
  readonly query: typeof dryRun;
  readonly body: JsonObject;
}

/** A right as RBAC has it. */
export interface Right {
  readonly verb: "get" | "list" | "patch" | "create";
  /** Empty for the core. */
  readonly group: string;
  /** With a subresource: `pods/log`. */
  readonly resource: string;
}

/** `force`: whoever owns a field does not matter, since nothing is stored. `Strict` is what kubectl asks for. */
const dryRun = { dryRun: "All", fieldManager: "expand-pgbackrest", force: "true", fieldValidation: "Strict" } as const;

/** Objects in one answer. */
const pageSize = 500;

const groupOf = ({ apiVersion }: ApiKind) => (apiVersion.includes("/") ? apiVersion.replace(/\/.*$/, "") : "");

/** `undefined` for names that no object has, and that would make another path. */
function pathOf(kind: ApiKind, namespace: string | undefined, ...rest: readonly string[]): string | undefined {
  const names = [...(namespace === undefined ? [] : [namespace]), ...rest.slice(0, 1)];
  if (!names.every(isDnsSubdomain)) return undefined;
  const root = groupOf(kind) === "" ? "api" : "apis";
  const within = namespace === undefined ? [] : ["namespaces", namespace];
  return ["", root, kind.apiVersion, ...within, kind.plural, ...rest].join("/");
}

export function listRequest(
  kind: ApiKind,
  where: { readonly namespace?: string; readonly labelSelector?: string },
  continued: string | undefined,
): Request | undefined {
  const path = pathOf(kind, where.namespace);
  if (path === undefined) return undefined;
  const { labelSelector } = where;
  return {
    method: "GET",
    path,
    query: {
      limit: String(pageSize),
      ...(labelSelector !== undefined && { labelSelector }),
      ...(continued !== undefined && { continue: continued }),
    },
    asks: { verb: "list", group: groupOf(kind), resource: kind.plural },
    namespace: where.namespace,
  };
}

export function getRequest(kind: ApiKind, namespace: string, name: string): Request | undefined {
  const path = pathOf(kind, namespace, name);
  if (path === undefined) return undefined;
  return {
    method: "GET",
    path,
    query: {},
    asks: { verb: "get", group: groupOf(kind), resource: kind.plural },
    namespace,
  };
}

export function dryRunRequest(kind: ApiKind, object: JsonObject): Request | undefined {
  const { name, namespace } = metadataOf(object);
  const path = pathOf(kind, namespace, name);
  if (path === undefined) return undefined;
  return {
    method: "PATCH",
    path,
    query: dryRun,
    body: object,
    asks: { verb: "patch", group: groupOf(kind), resource: kind.plural },
    namespace,
  };
}

export const bytesOfLog = 65_536;

/** The last lines of a container, at most 64 KiB. */
export function logRequest(namespace: string, pod: string, container: string, lines: number): Request | undefined {
  const path = pathOf({ apiVersion: "v1", plural: "pods" }, namespace, pod, "log");
  if (path === undefined) return undefined;
  return {
    method: "GET",
    path,
    query: { container, tailLines: String(lines), limitBytes: String(bytesOfLog) },
    asks: { verb: "get", group: "", resource: "pods/log" },
    namespace,
  };
}

/** As messages name a right: `list cronjobs.batch`. */
export const rightName = ({ verb, group, resource }: Omit<Right, "verb"> & { readonly verb: string }): string =>
  `${verb} ${resource}${group === "" ? "" : `.${group}`}`;
