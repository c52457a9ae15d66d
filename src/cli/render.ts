import type { Command } from "./command.ts";

export const render: Command = { name: "render", usage: "render", summary: "", flags: {}, run: async () => 0 };
