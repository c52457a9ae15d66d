/** The version of the program; `package.json` has the same, which a test sees to. */
export const version = "0.1.0";
