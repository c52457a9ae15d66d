import { type Html, html } from "./html.ts";

/** A figure with its title; what it is in other respects stands below it. `name` is for tests and programs. */
export interface Figure {
  readonly title: string;
  readonly name: string;
  readonly value: Html;
  readonly note: Html;
}

/** Figures side by side. */
export const figureList = (figures: readonly Figure[]): Html =>
  html`<dl class="figures">
${figures.map(
  ({ title, name, value, note }) =>
    html`<div data-figure="${name}"><dt>${title}</dt><dd><strong>${value}</strong> <span class="note">${note}</span></dd></div>
`,
)}</dl>`;
