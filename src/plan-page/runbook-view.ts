import { type PlacedStep, placedSteps } from "../restore/runbook-order.ts";
import type { Runbook } from "../restore/runbook-step.ts";
import { codeWords } from "./code-words.ts";
import { type Html, html } from "./html.ts";

/** A runbook below the repositories of its cluster: a chapter opens to its steps, a command can be copied. */
export function runbookView({ notes, chapters }: Runbook): Html {
  return html`<section class="runbook" aria-labelledby="runbook"><h3 id="runbook">Runbook</h3>
${notes.map((note) => html`<p class="alert">${codeWords(note)}</p>`)}
${chapters.map(
  (
    chapter,
  ) => html`<details><summary>${chapter.title}</summary><p>${codeWords(chapter.when)}</p><ol>${placedSteps(chapter).map(stepView)}</ol></details>
`,
)}</section>`;
}

function stepView({
  step: { title, why, variables, commands, seeThat, downtime },
  number,
  choice,
  wayBegins,
}: PlacedStep): Html {
  return html`<li value="${Number.parseInt(number, 10)}">${wayBegins !== undefined && html`<p><b>${wayBegins}</b></p>`}<h4>${title}</h4>${choice.length > 0 && html`<p><b>Follow only one of the ${choice.length} steps with this number.</b></p>`}<p>${codeWords(why)}</p>
${variables.map(({ name, meaning, example }) => html`<p class="note"><code>${name}</code>: ${codeWords(meaning)} Example: <code>${example}</code></p>`)}
${commands.map(({ text }) => html`<div class="command"><pre tabindex="0"><code>${lines(text)}</code></pre><button type="button" class="copy">Copy</button></div>`)}
<p class="note"><b>It worked if:</b> ${codeWords(seeThat)} <b>Database down:</b> ${codeWords(downtime)}</p></li>`;
}

/** A text of several lines; a line break in a template would be shown as an escape. */
const lines = (text: string): Html =>
  html`${text.split("\n").map(
    (line, index) =>
      html`${
        index > 0 &&
        html`
`
      }${line}`,
  )}`;
