import { readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";

/** Texts of the project that the program shows. */
export interface PublishedTexts {
  /** docs/checks, by rule. */
  readonly rulePages: Readonly<Record<string, string>>;
  /** JSON: what each option of pgBackRest does. */
  readonly optionSummaries: string;
  /** JSON: schemas of fn-config, by the kind of resource; `config` is that of `.expand-pgbackrest.yaml`. */
  readonly schemas: { readonly postgresql: string; readonly ExpandPgBackRest: string; readonly config: string };
}

/** Reads them. The build puts what this gives in the place of the module, so that the program needs no files beside it. */
export function publishedTexts(): PublishedTexts {
  const root = resolve(import.meta.dirname, "../..");
  const text = (file: string) => readFileSync(resolve(root, file), "utf8");
  const json = (file: string) => JSON.stringify(JSON.parse(text(file)));
  const pages = readdirSync(resolve(root, "docs/checks"));
  return {
    rulePages: Object.fromEntries(pages.map((page) => [basename(page, ".md"), text(`docs/checks/${page}`)])),
    optionSummaries: json("scripts/data/pgbackrest-option-summaries.json"),
    schemas: {
      postgresql: json("fn-config/postgresql.schema.json"),
      ExpandPgBackRest: json("fn-config/schema.json"),
      config: json("fn-config/config.schema.json"),
    },
  };
}
