import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../tools.ts";

/* The language server of VS Code's YAML extension, which Neovim and Helix run too, asked over its standard streams. */

interface Range {
  readonly start: { readonly line: number; readonly character: number };
}
export interface Diagnostic {
  readonly range: Range;
  readonly message: string;
  readonly severity?: number;
}
export interface Completion {
  readonly label: string;
  readonly insertText?: string;
  readonly documentation?: string | { readonly value: string };
}

/** A place in a text, counted from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface LanguageServer {
  /** What is wrong with a file, by line. The file does not have to exist. */
  readonly diagnose: (path: string, text: string) => Promise<readonly Diagnostic[]>;
  /** The text that is shown at a place; empty where there is none. Of the text that was diagnosed last. */
  readonly hover: (path: string, position: Position) => Promise<string>;
  readonly complete: (path: string, position: Position) => Promise<readonly Completion[]>;
  readonly stop: () => void;
}

type Message = Readonly<Record<string, unknown>>;
const isMessage = (value: unknown): value is Message => typeof value === "object" && value !== null;

/** Starts the server with settings as an editor has them under `yaml`. It fetches nothing. */
export async function startLanguageServer(settings: Message): Promise<LanguageServer> {
  const bin = join(root, "node_modules", "yaml-language-server", "bin", "yaml-language-server");
  const child = spawn(process.execPath, [bin, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  const answers = new Map<number, (result: unknown) => void>();
  const diagnosed = new Map<string, (found: readonly Diagnostic[]) => void>();
  let last = 0;
  const send = (message: Message) => write(child, { jsonrpc: "2.0", ...message });
  const ask = (method: string, params: Message) =>
    new Promise<unknown>((resolve) => {
      last += 1;
      answers.set(last, resolve);
      send({ id: last, method, params });
    });
  const options = { validate: true, hover: true, completion: true, schemaStore: { enable: false }, ...settings };
  readMessages(child, (message) => {
    const { id, method, params, result } = message;
    if (typeof id === "number" && method === undefined) answers.get(id)?.(result);
    else if (method === "textDocument/publishDiagnostics" && isMessage(params))
      diagnosed.get(String(params.uri))?.(Array.isArray(params.diagnostics) ? params.diagnostics : []);
    else if (method === "workspace/configuration" && isMessage(params) && Array.isArray(params.items)) {
      const values = params.items.map((item) => (isMessage(item) && item.section === "yaml" ? options : {}));
      send({ id, result: values });
    } else if (id !== undefined) send({ id, result: null });
  });
  const capabilities = { workspace: { configuration: true }, textDocument: { completion: {} } };
  await ask("initialize", { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities });
  send({ method: "initialized", params: {} });
  send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml: options } } });
  const uriOf = (path: string) => pathToFileURL(path).href;
  let version = 0;
  return {
    diagnose: (path, text) =>
      new Promise((resolve) => {
        const uri = uriOf(path);
        const isOpen = diagnosed.has(uri);
        diagnosed.set(uri, resolve);
        version += 1;
        if (isOpen) {
          const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
          send({ method: "textDocument/didChange", params });
        } else {
          const textDocument = { uri, languageId: "yaml", version, text };
          send({ method: "textDocument/didOpen", params: { textDocument } });
        }
      }),
    hover: async (path, position) => {
      const answer = await ask("textDocument/hover", { textDocument: { uri: uriOf(path) }, position });
      const contents = isMessage(answer) ? answer.contents : undefined;
      return isMessage(contents) ? String(contents.value) : "";
    },
    complete: async (path, position) => {
      const answer = await ask("textDocument/completion", { textDocument: { uri: uriOf(path) }, position });
      return isMessage(answer) && Array.isArray(answer.items) ? answer.items : [];
    },
    stop: () => {
      child.kill();
    },
  };
}

function write(child: ChildProcess, message: Message): void {
  const text = JSON.stringify(message);
  child.stdin?.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function readMessages(child: ChildProcess, take: (message: Message) => void): void {
  let bytes = Buffer.alloc(0);
  child.stdout?.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const [header = "", length] =
        /^Content-Length: (\d+)\r\n[\s\S]*?\r\n\r\n|^Content-Length: (\d+)\r\n\r\n/.exec(bytes.toString("latin1")) ??
        [];
      const end = header.length + Number(length ?? /\d+/.exec(header)?.[0]);
      if (header === "" || bytes.length < end) return;
      const message: unknown = JSON.parse(bytes.subarray(header.length, end).toString());
      bytes = bytes.subarray(end);
      if (isMessage(message)) take(message);
    }
  });
}
