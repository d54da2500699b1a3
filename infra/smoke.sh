#!/usr/bin/env bash
# After a deployment: gets a token the way a workload does and has it verified the way an API does.
#
#   infra/smoke.sh ISSUER STORE
#
# Makes a client of its own with a secret that ends in 15 minutes, and deletes it, so that nothing is stored anywhere.
# Whoever runs it needs the table role (operatorPrincipalId). A fresh deployment gets 10 minutes to find its roles.
set -euo pipefail
issuer=${1:?Usage: infra/smoke.sh ISSUER STORE}
store=${2:?Usage: infra/smoke.sh ISSUER STORE}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
client="smoke-$(date -u +%Y%m%d-%H%M%S)-$$"

dotnet build "$root/TokenIssuer.Cli" -c Release --nologo -v quiet
tokenctl() { dotnet run --project "$root/TokenIssuer.Cli" -c Release --no-build -- "$@"; }

# Runs a command until it succeeds or the ten minutes are over.
deadline=$((SECONDS + 600))
patiently() {
  until "$@"; do
    if ((SECONDS > deadline)); then
      echo "Gave up after ten minutes: $*" >&2
      return 1
    fi
    sleep 10
  done
}

patiently curl -fsS --max-time 20 -o /dev/null "$issuer/readyz"
patiently tokenctl clients create "$client" --scope smoke --default-scope smoke --store "$store" >/dev/null
trap 'tokenctl clients delete "$client" --yes --store "$store" >/dev/null' EXIT
secret=$(tokenctl secrets add "$client" --expires 15m --json --store "$store" | jq -er .secret)

# The secret goes through standard input: a command line shows in the list of processes.
printf 'user = "%s:%s"\n' "$client" "$secret" |
  curl -fsS --max-time 20 --config - -d grant_type=client_credentials "$issuer/oauth/token" |
  jq -er .access_token |
  dotnet run "$root/infra/verify.cs" -- "$issuer"
