import type { Runbook } from "../restore/runbook-step.ts";
import { codeWords } from "./code-words.ts";
import { type Html, html } from "./html.ts";

/** A runbook below the repositories of its cluster: a chapter opens to its steps, a command can be copied. */
export function runbookView({ notes, chapters }: Runbook): Html {
  return html`<section class="runbook" aria-labelledby="runbook"><h3 id="runbook">Runbook</h3>
${notes.map((note) => html`<p class="alert">${codeWords(note)}</p>`)}
${chapters.map(
  ({
    title,
    when,
    steps,
  }) => html`<details><summary>${title}</summary><p>${codeWords(when)}</p><ol>${steps.map(stepView)}</ol></details>
`,
)}</section>`;
}

function stepView({
  title,
  why,
  variables,
  commands,
  seeThat,
  downtime,
}: Runbook["chapters"][number]["steps"][number]): Html {
  return html`<li><h4>${title}</h4><p>${codeWords(why)}</p>
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
