import type { RunbookChapter, RunbookStep } from "./runbook-step.ts";

/** A step in its place. */
export interface PlacedStep {
  readonly step: RunbookStep;
  /** Its number in the chapter; steps of which one is followed share it, and have a letter: `2a`, `2b`. */
  readonly number: string;
  /** The numbers of the steps of which one is followed; none where it has no alternative. */
  readonly choice: readonly string[];
  /** The heading of a way that begins here, for example `Way B: on any host`. Where only one way is left, there is nothing to choose. */
  readonly wayBegins?: string;
}

/** The steps of a chapter with what a reader must see of ways and alternatives. */
export function placedSteps({ steps }: Pick<RunbookChapter, "steps">): readonly PlacedStep[] {
  const ways = [...new Set(steps.flatMap(({ way }) => way ?? []))];
  const groups: RunbookStep[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (last !== undefined && isAlternative(last[0], step)) last.push(step);
    else groups.push([step]);
  }
  return groups.flatMap((group, index) => {
    const numbers = group.map((_, at) => `${index + 1}${group.length === 1 ? "" : letter(at)}`);
    return group.map((step, at) => {
      const before = at === 0 ? groups[index - 1]?.[0] : step;
      const begins = ways.length > 1 && step.way !== undefined && step.way !== before?.way;
      return {
        step,
        number: numbers[at] ?? "",
        choice: group.length === 1 ? [] : numbers,
        ...(begins && { wayBegins: `Way ${letter(ways.indexOf(step.way)).toUpperCase()}: ${step.way}` }),
      };
    });
  });
}

const isAlternative = (first: RunbookStep | undefined, { oneOf, way }: RunbookStep) =>
  oneOf !== undefined && first?.oneOf === oneOf && first.way === way;

const letter = (index: number) => String.fromCharCode(97 + index);
