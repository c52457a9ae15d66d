import { home } from "./schema.ts";

/** Our schemas as SchemaStore's catalog lists them. Editors that know a catalog take a schema by the name of a file. */
export const catalog = {
  $schema: "https://www.schemastore.org/schema-catalog.json",
  version: 1,
  schemas: [
    {
      name: "expand-pgbackrest functionConfig",
      description: "Configuration of the KRM function expand-pgbackrest",
      fileMatch: ["expand-pgbackrest.yaml", "expand-pgbackrest.yml"],
      url: `${home}/schema.json`,
    },
    {
      name: "expand-pgbackrest settings",
      description: "Settings of the commands of expand-pgbackrest",
      fileMatch: [".expand-pgbackrest.yaml", ".expand-pgbackrest.yml"],
      url: `${home}/config.schema.json`,
    },
    {
      name: "CYBERTEC PG operator cluster",
      description: "PostgreSQL clusters of the CYBERTEC PG operator, with pgBackRest's options",
      fileMatch: ["*.postgresql.yaml", "*.postgresql.yml"],
      url: `${home}/postgresql.schema.json`,
    },
  ],
};
