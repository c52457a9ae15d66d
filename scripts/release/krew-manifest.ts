import { stringify } from "yaml";
import { type Asset, digestOf, downloadUrl, repository } from "./asset.ts";
import { platforms } from "./platforms.ts";

/**
 * The manifest with which krew installs `kubectl expand-pgbackrest`, as the index of krew asks for it
 * (https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/).
 */
export function krewManifest(version: string, assets: readonly Asset[]): string {
  return stringify(
    {
      apiVersion: "krew.googlecontainertools.github.com/v1alpha2",
      kind: "Plugin",
      metadata: { name: "expand-pgbackrest" },
      spec: {
        version: `v${version}`,
        homepage: repository,
        shortDescription: "Check backups of CYBERTEC PG operator clusters",
        description:
          "Expands clusters of the CYBERTEC PG operator into the pgBackRest objects that the operator would create, checks them for mistakes that lose backups, says what can be restored, and asks a living cluster whether its backups happen.\n",
        platforms: platforms.map(({ os, arch, archive, program }) => ({
          selector: { matchLabels: { os, arch } },
          uri: downloadUrl(version, archive),
          sha256: digestOf(assets, archive),
          bin: program,
          files: [
            { from: program, to: "." },
            { from: "LICENSE", to: "." },
            { from: "NODE-LICENSE.txt", to: "." },
            { from: "THIRD-PARTY-LICENSES.txt", to: "." },
          ],
        })),
      },
    },
    { lineWidth: 0 },
  );
}
