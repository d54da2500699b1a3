using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TokenFunction.Tests.Clients;
using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Secrets;

/// <summary>Design §12: one scan of each table, which is a request per 1,000 rows, and a request per 100 deletions in a partition.</summary>
public sealed class SweepBudgetTests
{
    [Fact]
    public async Task A_sweep_asks_for_pages_and_batches_and_nothing_else()
    {
        using var at = await Registering.OnAsync(StoreKind.Sqlite);
        var longAgo = DateTimeOffset.UtcNow.AddDays(-40);
        foreach (var id in (string[])["workload-1", "workload-2"])
        {
            await at.Registry.CreateAsync(Registering.Client(id, Registering.Secret(id, "live")), default);
            var dead = Enumerable.Range(0, 150).Select(i => TableWrite.Insert(new TableRow(id, $"secret:{i:D3}") { Columns = { ["expiresAt"] = longAgo } }));
            foreach (var batch in dead.Chunk(100)) await at.Table.WriteAsync(batch, default);
        }

        var revoked = await at.Store.TableAsync("ended");
        var expired = longAgo.ToString("yyyyMMddHH", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var partition in (string[])["aa", "bb"])
            await revoked.WriteAsync([.. Enumerable.Range(0, 3).Select(i => TableWrite.Insert(new TableRow($"{expired}-{partition}", $"{partition}{i}")))], default);

        var (clients, revocations) = (new TroubledTable(at.Table), new TroubledTable(revoked));
        var report = await new SecretSweep(
            clients, new ClientRegistry(clients, TimeProvider.System), new Revocations(revocations, TimeProvider.System), Options.Create(new SecretOptions()), NullLogger<SecretSweep>.Instance)
            .RunAsync(dryRun: false, null, default);

        Assert.Equal((300, 6), (report.SecretsDeleted, report.RevocationsDeleted));
        Assert.Equal((1, 4, 0), (clients.Scans, clients.Writes, clients.Reads));
        Assert.Equal((1, 2, 0), (revocations.Scans, revocations.Writes, revocations.Reads));
    }
}
