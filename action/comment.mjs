import { readFileSync } from "node:fs";

/*
 * Writes the findings to the pull request: one comment for each job of a workflow, which later runs replace. Without a pull request there is nothing
 * to do. A fork's token may not write comments; then the log says so, and the summary of the job has the findings.
 */
const {
  COMMENT_TOKEN: token = "",
  COMMENT_BODY: file = "",
  GITHUB_API_URL: api,
  GITHUB_REPOSITORY: repository,
} = process.env;
const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH ?? "", "utf8"));
const number = event.pull_request?.number;
const job = encodeURIComponent(`${process.env.GITHUB_WORKFLOW} ${process.env.GITHUB_JOB}`).replaceAll("-", "%2D");
const marker = `<!-- expand-pgbackrest ${job} -->`;

/** Asks GitHub's API; the answer's body, or an error with its status. */
async function ask(method, path, body) {
  const response = await fetch(`${api}/repos/${repository}/${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "x-github-api-version": "2022-11-28",
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`GitHub answers ${response.status} to ${method} ${path}`);
  return await response.json();
}

/** The comment of an earlier run. One that a person wrote is not it, whatever it begins with. */
async function earlier() {
  for (let page = 1; ; page++) {
    const comments = await ask("GET", `issues/${number}/comments?per_page=100&page=${page}`);
    const found = comments.find(({ body, user }) => user?.type === "Bot" && body?.startsWith(marker));
    if (found !== undefined || comments.length < 100) return found;
  }
}

if (!Number.isInteger(number)) {
  console.log("This run is not of a pull request, so there is nothing to comment.");
} else {
  try {
    const body = `${marker}\n${readFileSync(file, "utf8")}`;
    const found = await earlier();
    if (found === undefined) await ask("POST", `issues/${number}/comments`, { body });
    else await ask("PATCH", `issues/comments/${found.id}`, { body });
  } catch (error) {
    const advice = "The job needs `pull-requests: write`, which a pull request from a fork never has.";
    console.log(`::warning title=expand-pgbackrest::The comment could not be written: ${error.message}. ${advice}`);
  }
}
