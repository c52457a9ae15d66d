import type { Command } from "./command.ts";

export const check: Command = { name: "check", usage: "check", summary: "", flags: {}, run: async () => 0 };
