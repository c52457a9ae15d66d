import { certSecretName } from "../cpo/names.ts";
import type { ListText } from "../krm/list-text.ts";
import { isUnclear } from "./item.ts";
import { isSecretMaker } from "./secret-makers.ts";

/** The names of certificate Secrets that Secrets, and what makes Secrets, mention: one search for all clusters. */
export function certificateNames(list: ListText): ReadonlySet<string> {
  const names = list
    .ofKind((kind) => kind === "Secret" || isUnclear(kind) || isSecretMaker(kind))
    .flatMap((index) => {
      const { start, end } = list.item(index);
      return list.bytes.toString("latin1", start, end).match(mentionedCertificates) ?? [];
    });
  return new Set(names);
}

const mentionedCertificates = new RegExp(`[\\w.-]+${certSecretName("")}\\b`, "g");
