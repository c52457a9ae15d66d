/** What the page shows of a runbook: steps in chapters, in plain sentences with names between backticks. */
export interface PageRunbook {
  readonly notes: readonly string[];
  readonly chapters: readonly {
    readonly title: string;
    readonly when: string;
    readonly steps: readonly {
      readonly title: string;
      readonly why: string;
      readonly variables: readonly { readonly name: string; readonly meaning: string; readonly example: string }[];
      readonly commands: readonly { readonly text: string }[];
      readonly seeThat: string;
      readonly downtime: string;
    }[];
  }[];
}
