import { meaningOf } from "../pgbackrest/option-names.ts";

/** True for the name of an option whose value is a secret. */
export function isSecretOption(key: string): boolean {
  const meaning = meaningOf(key);
  return meaning.is === "option" && meaning.option.secure === true;
}
