import type { Workspace } from "../hosts/example.ts";

/** A resource as the stand-in for kustomize prints it. */
export const resource = (
  kind: string,
  name: string,
  more: { readonly namespace?: string; readonly apiVersion?: string; readonly data?: string } = {},
) =>
  `apiVersion: ${more.apiVersion ?? "v1"}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${more.namespace === undefined ? "" : `  namespace: ${more.namespace}\n`}${more.data === undefined ? "" : `data:\n  text: ${more.data}\n`}`;

/** The kustomization.yaml of a hydrated folder. */
export const kustomization = (...files: readonly string[]) =>
  `# Written by \`expand-pgbackrest hydrate\`, like the files it lists; edit the sources instead.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
${files.map((file) => `- ${file}\n`).join("")}`;

/** A script in the place of kustomize: prints `built.yaml` of the folder. */
export const printBuilt = 'cat "$1/built.yaml"\n';

/** Arguments that hydrate with the script `kustomize.sh` of the workspace. */
export const hydrateArgs = (work: Workspace, given: readonly string[]): readonly string[] => [
  "hydrate",
  "--kustomize",
  `sh ${work.path("kustomize.sh")}`,
  ...given,
];
