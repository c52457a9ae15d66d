import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/*
 * `npm run sbom`: writes dist/sbom.cdx.json, what `npm sbom` says of the libraries whose code the built program contains, and of no others.
 * It has no time and no random number, so that the same source has the same bytes.
 */
const root = resolve(import.meta.dirname, "..");
const notices = readFileSync(join(root, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
const bundled = new Set(
  [...notices.matchAll(/^-+\n(\S+) (\S+) \(/gm)].map(([, name, version]) => `${name}@${version}`),
);
const command = ["sbom", "--package-lock-only", "--sbom-format", "cyclonedx"];
const sbom = JSON.parse(execFileSync("npm", command, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 }));
delete sbom.serialNumber;
delete sbom.metadata.timestamp;
sbom.metadata.component.name = "expand-pgbackrest";
const refOf = (entry: { readonly "bom-ref": string }) => entry["bom-ref"];
sbom.components = sbom.components.filter((each: { readonly "bom-ref": string }) => bundled.has(refOf(each)));
if (sbom.components.length !== bundled.size)
  throw new Error("npm sbom does not know all libraries that the program contains.");
sbom.dependencies = [{ ref: refOf(sbom.metadata.component), dependsOn: sbom.components.map(refOf) }];
writeFileSync(join(root, "dist/sbom.cdx.json"), `${JSON.stringify(sbom, null, 2)}\n`);
