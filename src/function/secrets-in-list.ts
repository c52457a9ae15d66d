import type { PresentSecret } from "../checks/input.ts";
import type { ListText } from "../krm/list-text.ts";
import type { Item } from "./item.ts";
import { textOf } from "./item-text.ts";
import { isOf, readKinds } from "./kinds.ts";
import { isSecretMaker } from "./secret-makers.ts";
import { areAllThere, mayBeNamed, mentionsName, presentSecrets, wantedSecrets } from "./secret-names.ts";

/** The Secrets of the input that the function looks at. */
export interface SecretResources {
  /** Secrets that clusters name. */
  readonly secrets: readonly Item[];
  /** What makes Secrets in the cluster that clusters name. */
  readonly secretMakers: readonly Item[];
  /** Every Secret, where one is missing that a cluster names; else none. */
  readonly secretNames: readonly PresentSecret[];
}

/** How items are read, and those that had to be read to know what they are. */
interface Reading {
  readonly postgresqls: readonly Item[];
  readonly unclear: readonly Item[];
  readonly items: (indexes: readonly number[]) => readonly Item[];
  /** Leaves out what is not valid. */
  readonly tried: (indexes: readonly number[]) => readonly Item[];
}

/** The Secrets that clusters name, and what makes them; few of all that there are must be read. */
export function secretsOf(list: ListText, { items, postgresqls, tried, unclear }: Reading): SecretResources {
  const wanted = wantedSecrets(postgresqls);
  const names = new Set(wanted.map(({ name }) => name));
  const isSecret = ({ head }: Item) => isOf(readKinds.secret, head);
  const isMaker = ({ head }: Item) => isSecretMaker(head.kind);
  const secretIndexes = names.size === 0 ? [] : list.ofKind((kind) => kind === readKinds.secret.kind);
  const makerIndexes = names.size === 0 ? [] : list.ofKind(isSecretMaker);
  const secrets = [...items(secretIndexes.filter((index) => mayBeNamed(textOf(list, index), names))), ...unclear]
    .filter(isSecret)
    .sort(byIndex);
  const secretMakers = [
    ...tried(makerIndexes.filter((index) => mentionsName(textOf(list, index), names))),
    ...(names.size === 0 ? [] : unclear.filter(isMaker)),
  ].sort(byIndex);
  return {
    secrets,
    secretMakers,
    secretNames: areAllThere(wanted, secrets, secretMakers)
      ? []
      : presentSecrets(
          [...tried(secretIndexes), ...unclear].filter(isSecret),
          [...tried(makerIndexes), ...unclear].filter(isMaker),
          wanted,
        ),
  };
}

const byIndex = (left: Item, right: Item) => left.index - right.index;
