import "./generate-options.ts";
import "./generate-postgresql-fields.ts";
import "./generate-validators.ts";
import "./generate-schema.ts";
import "./generate-check-docs.ts";
import "./generate-plan-page.ts";
import "./generate-architecture.ts";
import "./generate-restore-docs.ts";
