import type { Command } from "./command.ts";

export const hydrate: Command = { name: "hydrate", usage: "hydrate", summary: "", flags: {}, run: async () => 0 };
