import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { JsonValue } from "../../src/json/json-value.ts";

/** What a reader in Go finds in a text; see readers/main.go. */
export type Reading =
  | { readonly error: string }
  | {
      readonly error?: never;
      readonly items?: readonly JsonValue[];
      readonly functionConfig?: JsonValue;
      readonly results?: JsonValue;
    };

/** The same text, read by both. */
export interface Readings {
  readonly kubectl: Reading;
  readonly kyaml: Reading;
}

/** The readers as one process that answers in the order of the questions. */
export interface GoReaders {
  readonly read: (text: string) => Promise<Readings>;
  readonly end: () => void;
}

/** Starts the program that `.ci/run` builds. */
export function goReaders(program: string): GoReaders {
  const child = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: Array<{ readonly resolve: (readings: Readings) => void; readonly reject: (error: Error) => void }> =
    [];
  const answers = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
  answers.on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)));
  const fail = (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  child.on("error", fail);
  child.on("exit", (code) => fail(new Error(`The readers in Go ended with exit code ${code}.`)));
  return {
    read: (text) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(text)}\n`);
      }),
    end: () => child.stdin.end(),
  };
}
