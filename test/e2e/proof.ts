import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Database } from "./database.ts";
import type { Pod } from "./pods.ts";

/** Rows that a restored database must have, each with a text that is nowhere else. */
export interface Proof {
  /** Adds a hundred rows. */
  readonly addRows: () => void;
  /** Rows that are committed now but must not be there after a restore to an earlier time. */
  readonly addLateRows: () => void;
  /** All rows are back, and no others. */
  readonly check: () => void;
}

const marker = "marker-of-the-proof";

export function proofIn(database: Database): Proof {
  let rows = 0;
  const add = (first: number) =>
    database.sql(`insert into proof select id, '${marker}-' || id from generate_series(${first}, ${first + 99}) id`);
  return {
    addRows() {
      if (rows === 0) database.sql("create table proof(id int, text text)");
      add(rows + 1);
      rows += 100;
    },
    addLateRows: () => add(rows + 1),
    check() {
      const expected = Array.from({ length: rows }, (_, row) => `${row + 1}|${marker}-${row + 1}`);
      expect(database.sql("select id, text from proof order by id").split("\n")).to.deep.equal(expected);
    },
  };
}

/** Stores a row's text without a cipher, to see that it can be found where this repository is. */
export const storeReadable = (pod: Pod, repository: number) =>
  pod.must(
    "bash",
    "-c",
    `echo ${marker} | PGBACKREST_REPO${repository}_CIPHER_TYPE=none pgbackrest --stanza=db --repo=${repository} repo-put readable`,
  );

/** Whether a row's text can be read in the files of a folder. */
export const readable = (folder: string): boolean =>
  filesBelow(folder).some((file) => readFileSync(file).includes(marker));

/** All files below a folder. */
export const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
