#!/usr/bin/env python3
"""Measures tokenctl on 100,000 clients with 200,000 secrets in a SQLite store: time and peak memory of each command.

    dotnet build -c Release TokenIssuer.Cli && TokenIssuer.Benchmarks/Registry/scale.py

Fails when a command's peak memory is 200 MB or more, or when its result is not what was prepared.
"""
import base64
import datetime
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

CLIENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
CHANGES = CLIENTS // 100
LIMIT_MB = 200
ROOT = pathlib.Path(__file__).resolve().parents[2]
TOKENCTL = ROOT / "TokenIssuer.Cli/bin/Release/net10.0/tokenctl.dll"


def tokenctl(folder, *arguments, output="out"):
    """Runs a command; returns its seconds, its peak memory in MB and its standard output."""
    environment = os.environ | {"TOKENCTL_STORE": f"sqlite:{folder}/issuer.db"}
    # time(1) forks it: a child of this process would begin with this process's own peak.
    measured = ["/usr/bin/time", "-q", "-f", "%e %M", "-o", f"{folder}/usage", "dotnet", TOKENCTL, *arguments]
    with open(f"{folder}/{output}", "w") as out:
        process = subprocess.run(measured, stdout=out, stderr=subprocess.PIPE, env=environment)
    if process.returncode != 0:
        sys.exit(f"tokenctl {' '.join(arguments)}: {process.stderr.decode()}")
    seconds, kilobytes = pathlib.Path(f"{folder}/usage").read_text().split()
    return float(seconds), int(kilobytes) / 1024, pathlib.Path(f"{folder}/{output}")


def seed(folder):
    """Two secrets each, one of which has been dead for 100 days on every hundredth client."""
    tokenctl(folder, "clients", "create", "zz-last", "--scope", "api:read")
    now = datetime.datetime.now(datetime.UTC)
    stamp = lambda days: {"time": (now - datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.0000000Z")}
    rows = []
    for number in range(CLIENTS - 1):
        client = f"client-{number:06}"
        rows.append((client, "client", {
            "name": f"Workload {number} of a large company", "ownerId": f"team-{number % 500}", "appType": "service", "enabled": True,
            "grants": "client_credentials", "scopes": "orders:read orders:write invoices:read", "defaultScopes": "orders:read",
            "audiences": "https://orders.example.com https://invoices.example.com", "introspects": "", "tokenTyp": "at+jwt",
            "tokenLifetimeSeconds": 3600, "allowedNetworks": "10.0.0.0/8 2001:db8::/32", "createdAt": stamp(300), "updatedAt": stamp(200)}))
        for index in range(2):
            dead = number % 100 == 0 and index == 0
            secret = {"hash": "sha256$" + base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("="), "prefix": "tfs_ABCD", "createdAt": stamp(200), "lastUsedOn": "2026-01-31"}
            rows.append((client, f"secret:{number:06}{index}", secret | ({"expiresAt": stamp(100)} if dead else {})))
    with sqlite3.connect(f"{folder}/issuer.db") as store:
        store.executemany("INSERT INTO clients (pk, rk, etag, columns) VALUES (?, ?, ?, ?)", ((pk, rk, os.urandom(16).hex(), json.dumps(columns)) for pk, rk, columns in rows))


def main():
    with tempfile.TemporaryDirectory() as folder:
        seed(folder)
        results = []

        def measure(name, expected, *arguments):
            seconds, peak, output = tokenctl(folder, *arguments, output=name.replace(" ", "-"))
            results.append(peak)
            print(f"{name:32} {seconds:7.1f} s {peak:7.0f} MB")
            if expected is not None and expected not in output.read_text()[-2_000:]:
                sys.exit(f"{name}: '{expected}' was not said")
            return output

        measure("clients list", "zz-last", "clients", "list")
        measure("clients list --json", None, "clients", "list", "--json")
        export = measure("clients export", None, "clients", "export")
        registry = json.loads(export.read_text())
        for client in registry[: 10 * CHANGES : 10]:
            client["name"] += ", changed"
        changed = pathlib.Path(f"{folder}/changed.json")
        changed.write_text(json.dumps(registry))
        measure(f"apply {CHANGES} changes, dry run", None, "clients", "apply", str(changed), "--dry-run")
        measure(f"apply {CHANGES} changes", f"0 created, {CHANGES} updated, 0 deleted, {CLIENTS - CHANGES} unchanged.", "clients", "apply", str(changed))
        measure("apply again", "No changes.", "clients", "apply", str(changed))
        dead = len(range(0, CLIENTS - 1, 100))
        measure("sweep", f"{dead} secrets and 0 revocations deleted", "sweep")
        measure("sweep again", "0 secrets and 0 revocations deleted", "sweep")
        if max(results) >= LIMIT_MB:
            sys.exit(f"A command took {max(results):.0f} MB; the limit is {LIMIT_MB} MB.")


if __name__ == "__main__":
    main()
