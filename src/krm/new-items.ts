import { type Stretches, stretches } from "../text/stretches.ts";
import type { ListText } from "./list-text.ts";
import type { ObjectName } from "./resource.ts";

/** What a line of a flow sequence must begin with: below a block mapping it must stand to the right of the mapping's keys. */
export const flowMargin = ({ root }: Pick<ListText, "root">): string =>
  root.kind === "block" ? " ".repeat((root.column ?? 0) + 1) : "";

/** A new item: its text, and what it is, for those who ask. */
export interface NewItem {
  readonly text: string;
  readonly name: () => ObjectName;
}

/** A text that is kept short, and put together when it is asked for. That only joins texts, and cannot fail. */
export interface KeptShort {
  readonly valueOf: () => string;
}

/** The texts of all new items of a list, with what separates them. */
export interface NewItems {
  readonly count: number;
  readonly parts: ReadonlyArray<Uint8Array | KeptShort>;
  /** In a stream of documents, what each of them is, and how many bytes it takes. */
  readonly documents: ReadonlyArray<{ readonly name: ObjectName; readonly length: number }>;
}

/** Characters that become bytes together: to write each item by itself takes longer. */
const chunkLength = 1 << 15;

/**
 * Gathers the texts of new items. They become bytes soon: a fleet's texts would be the larger part of all that the garbage collector has to
 * move around until the end of the run. In a list as hosts write it, marks can stand for what the texts have in common.
 */
export class NewItemTexts {
  count = 0;
  readonly #separator: string;
  readonly #newline: string;
  readonly #chunks: Buffer[] = [];
  readonly #isStream: boolean;
  readonly #documents: Array<NewItems["documents"][number]> = [];
  readonly #stretches: Stretches | undefined;
  #text = "";

  constructor({ form, newline, root }: Pick<ListText, "form" | "newline" | "root">) {
    this.#separator = form.kind === "flow" ? `,\n${flowMargin({ root })}` : "";
    this.#newline = newline;
    this.#isStream = form.kind === "documents";
    this.#stretches = form.kind === "block" && newline === "\n" ? stretches() : undefined;
  }

  /** What may stand in a text for a stretch of it that other texts have, too. */
  readonly mark = (stretch: string): string => this.#stretches?.mark(stretch) ?? stretch;

  add(item: NewItem): void {
    const separated = this.count > 0 && this.#separator !== "" ? this.#separator + item.text : item.text;
    const text = this.#newline === "\n" ? separated : separated.replaceAll("\n", this.#newline);
    this.#text += text;
    if (this.#text.length > chunkLength) this.#close();
    this.count += 1;
    if (this.#isStream) this.#documents.push({ name: item.name(), length: Buffer.byteLength(text) });
  }

  items(): NewItems {
    if (this.#text !== "") this.#close();
    const [chunks, short] = [this.#chunks, this.#stretches];
    return {
      count: this.count,
      parts: short === undefined ? chunks : chunks.map((chunk) => ({ valueOf: () => short.whole(chunk.toString()) })),
      documents: this.#documents,
    };
  }

  #close(): void {
    this.#chunks.push(Buffer.from(this.#text));
    this.#text = "";
  }
}
