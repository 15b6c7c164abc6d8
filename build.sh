#!/usr/bin/env bash
# Usage: ./build.sh [target] [--option=value ...]     targets: see build/build.cake
set -euo pipefail

CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1
export DOTNET_NOLOGO=1
export DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Escape sequences belong on a terminal, not in the log of a build server.
if [[ ! -t 1 ]]; then
    export NO_COLOR=1
fi

if ! command -v dotnet > /dev/null; then
    echo "build.sh: the .NET SDK that global.json names is needed, and 'dotnet' is not on the PATH." >&2
    exit 1
fi

target=build
if [[ $# -gt 0 && $1 != -* ]]; then
    target=$1
    shift
fi

dotnet tool restore --verbosity quiet > /dev/null
exec dotnet cake build/build.cake --target="$target" "$@"
