#!/bin/sh
# Pins all dependencies of both environments, with hashes and without any host, into the lock files.
set -eu
cd "$(dirname "$0")/.."
uv="$(command -v uv || echo .uv/bin/uv)"
for folder in . engine; do
  "$uv" lock --quiet --project "$folder" --upgrade
  "$uv" export --quiet --project "$folder" --frozen --all-groups --no-emit-project \
    --no-header --no-annotate --format requirements-txt --output-file "$folder/requirements.lock"
done
