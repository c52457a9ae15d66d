import { type Asset, digestOf, downloadUrl, repository } from "./asset.ts";
import { type Platform, platforms } from "./platforms.ts";

/** The formula with which Homebrew installs the executable, on macOS and Linux. */
export function homebrewFormula(version: string, assets: readonly Asset[]): string {
  const choice = ({ arch, archive }: Platform) => `    on_${arch === "arm64" ? "arm" : "intel"} do
      url "${downloadUrl(version, archive)}"
      sha256 "${digestOf(assets, archive)}"
    end
`;
  const system = (os: Platform["os"], block: string) =>
    `  ${block} do\n${platforms
      .filter((platform) => platform.os === os)
      .map(choice)
      .join("")}  end\n`;
  return `class ExpandPgbackrest < Formula
  desc "Check backups of CYBERTEC PG operator clusters"
  homepage "${repository}"
  version "${version}"
  license "Apache-2.0"

${system("darwin", "on_macos")}
${system("linux", "on_linux")}
  def install
    bin.install "expand-pgbackrest"
    bin.install_symlink "expand-pgbackrest" => "kubectl-expand_pgbackrest"
  end

  test do
    assert_equal version.to_s, shell_output("#{bin}/expand-pgbackrest --version").strip
  end
end
`;
}
