#!/usr/bin/env bash
# Publishes to a WHIP URL with a client that shares no code with Vitrine. What it needs is installed once, into .cache.
#   e2e/third-party/publish.sh WHIP_URL TOKEN [--codec VP8|H264] [--seconds N]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
environment="$here/../../.cache/third-party-whip"
stamp="$environment/$(sha256sum "$here/requirements.txt" | cut -c1-16)"
if [ ! -e "$stamp" ]; then
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" >&2
  touch "$stamp"
fi
exec "$environment/bin/python" "$here/whip-client.py" "$@"
