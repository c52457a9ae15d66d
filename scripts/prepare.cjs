/*
 * Builds where npm installs this package from Git, as pre-commit does. What the build needs must be installed first: `npm install --global` hands its
 * `global` on to the install that should do that, which then installs nothing here.
 */
const { execSync } = require("node:child_process");

const env = { ...process.env, npm_config_global: "false", npm_config_install_links: "false" };
for (const command of ["npm ci --ignore-scripts --no-audit --no-fund --silent", "npm run --silent build"])
  execSync(command, { stdio: ["ignore", 2, 2], env });
