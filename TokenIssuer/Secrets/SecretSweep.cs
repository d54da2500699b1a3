using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenIssuer.Secrets;

/// <summary>
/// Hygiene, never validity: a secret is dead when its time is over, whether or not this has run. Deletes what has been dead
/// longer than <see cref="SecretOptions.Retention"/>, and revocations of tokens that have expired anyway, and warns of what will soon hurt. May be interrupted anywhere and run
/// again, alone or beside another: what is done is gone.
/// </summary>
public sealed class SecretSweep(
    [FromKeyedServices(ClientRegistry.TableName)] ITable clients, ClientRegistry registry, Revocations revocations, IOptions<SecretOptions> options, ILogger<SecretSweep> log)
{
    /// <summary>Rows between two reports of progress: one page of Azure Tables.</summary>
    private const int ReportEvery = 1_000;

    /// <summary>All that a sweep looks at; descriptions and scopes stay where they are.</summary>
    private static readonly string[] Columns =
        ["enabled", "grants", "hash", "prefix", "createdAt", "notBefore", "expiresAt", "rotatedAt", "revokedAt", ClientRows.LastUsedOn];

    /// <summary>Sweeps everything once. Throws <see cref="StoreUnavailableException"/> when the store stops answering; what was done stays done.</summary>
    /// <param name="dryRun">Count and warn, delete nothing.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancel">Stops it between two requests.</param>
    public async Task<SweepReport> RunAsync(bool dryRun, IProgress<SweepReport>? progress, CancellationToken cancel)
    {
        var report = new SweepReport();
        var now = await registry.Clock.NowAsync(cancel);
        var partition = new List<TableRow>();
        await foreach (var row in clients.ScanAsync(new TableScan { Columns = Columns }, cancel))
        {
            if (partition.Count > 0 && partition[0].PartitionKey != row.PartitionKey)
            {
                report = await SweepAsync(partition, report, now, dryRun, cancel);
                partition.Clear();
            }

            partition.Add(row);
            report = report with { RowsRead = report.RowsRead + 1 };
            if (report.RowsRead % ReportEvery == 0) progress?.Report(report);
        }

        if (partition.Count > 0) report = await SweepAsync(partition, report, now, dryRun, cancel);
        report = report with { RevocationsDeleted = await revocations.SweepAsync(now, dryRun, cancel) };
        progress?.Report(report);
        log.SweepFinished(report.RowsRead, report.SecretsDeleted, report.RevocationsDeleted, report.Warnings, report.Faults, dryRun);
        return report;
    }

    private async Task<SweepReport> SweepAsync(List<TableRow> partition, SweepReport report, DateTimeOffset now, bool dryRun, CancellationToken cancel)
    {
        var secrets = new List<ClientSecret>();
        var dead = new List<TableRow>();
        foreach (var row in partition.Where(row => row.RowKey != ClientRows.ClientRow))
        {
            if (!ClientRows.IsSecret(row) || ClientRows.ReadSecret(row) is not { } secret)
            {
                log.SweepRowSkipped(row.PartitionKey, row.RowKey);
                report = report with { Faults = report.Faults + 1 };
                continue;
            }

            secrets.Add(secret);
            if ((secret.RevokedAt ?? secret.ExpiresAt) + options.Value.Retention <= now) dead.Add(row);
        }

        if (partition.Find(row => row.RowKey == ClientRows.ClientRow) is { } registration)
            report = report with { Warnings = report.Warnings + Warn(ClientRows.ReadRegistration(registration) with { Secrets = secrets }, now) };
        var deleted = dryRun ? dead.Count : await clients.DeleteAsync(dead, cancel);
        return report with { SecretsDeleted = report.SecretsDeleted + deleted };
    }

    /// <summary>Says what an operator should do before callers feel it; returns how much there was to say.</summary>
    private int Warn(Client client, DateTimeOffset now)
    {
        var said = 0;
        var active = client.Secrets.Where(secret => secret.IsActiveAt(now)).ToList();
        if (client.Enabled && client.Grants.Count > 0)
        {
            if (!active.Exists(secret => secret.IsLiveAt(now)))
            {
                log.ClientWithoutSecret(client.Id);
                said++;
            }
            else if (active.All(secret => secret.ExpiresAt <= now + options.Value.WarnBefore))
            {
                log.SecretEndsSoon(client.Id, active.Max(secret => secret.ExpiresAt)!.Value);
                said++;
            }
        }

        foreach (var secret in active.Where(secret => secret.RotatedAt is { } rotated && secret.LastUsedOn > DateOnly.FromDateTime(rotated.UtcDateTime)))
        {
            log.RetiringSecretInUse(client.Id, secret.Id, secret.LastUsedOn!.Value, secret.ExpiresAt);
            said++;
        }

        return said;
    }
}

/// <summary>What a sweep has done so far.</summary>
public sealed record SweepReport
{
    /// <summary>Rows of the table <c>clients</c> looked at.</summary>
    public long RowsRead { get; init; }

    /// <summary>Secrets deleted, or that a dry run would delete.</summary>
    public long SecretsDeleted { get; init; }

    /// <summary>Revocations of expired tokens deleted, or that a dry run would delete.</summary>
    public long RevocationsDeleted { get; init; }

    /// <summary>Clients and secrets that an operator should look at; each is a log event.</summary>
    public long Warnings { get; init; }

    /// <summary>Rows that could not be read, each a log event; they were left alone.</summary>
    public long Faults { get; init; }
}
