#!/usr/bin/env bash
# `publish.sh FOLDER vX.Y.Z`: makes the GitHub release of a tag, with all files of the folder that assemble.ts made; notes.md is its text. Then moves
# the tags of its line, such as v1 and v1.2, to which workflows can refer. A pre-release moves none. Needs gh, GH_TOKEN, GITHUB_REPOSITORY, GITHUB_SHA.
set -euo pipefail
folder=$1 tag=$2
(cd "$folder" && sha256sum --check --strict --quiet SHA256SUMS)
files=()
for file in "$folder"/*; do
  [ "$(basename "$file")" = notes.md ] || files+=("$file")
done
kind=(--latest)
[[ $tag != *-* ]] || kind=(--prerelease)
gh release create "$tag" --repo "$GITHUB_REPOSITORY" --verify-tag --title "$tag" --notes-file "$folder/notes.md" "${kind[@]}" "${files[@]}"
[[ $tag != *-* ]] || exit 0
for line in "${tag%%.*}" "${tag%.*}"; do
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/git/refs/tags/$line" -f "sha=$GITHUB_SHA" -F force=true ||
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/git/refs" -f "ref=refs/tags/$line" -f "sha=$GITHUB_SHA"
done
