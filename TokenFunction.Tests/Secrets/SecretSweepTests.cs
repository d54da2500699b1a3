using Microsoft.Extensions.Options;
using TokenFunction.Tests.Clients;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Secrets;

/// <summary>What the sweep deletes, keeps and warns of, alike on every store.</summary>
public sealed class SecretSweepTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly Capture log = new();

    [Theory, OnSqlite, OnAzurite]
    public async Task What_has_been_dead_longer_than_retention_goes_and_the_rest_stays(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        ClientSecret Secret(string id) => Registering.Secret("workload-1", id);
        await at.Registry.CreateAsync(
            Registering.Client(
                "workload-1",
                Secret("live"),
                Secret("pending") with { NotBefore = Now.AddDays(60) },
                Secret("expired-recently") with { ExpiresAt = Now.AddDays(-29) },
                Secret("expired-long-ago") with { ExpiresAt = Now.AddDays(-31) },
                Secret("revoked-long-ago") with { Hash = "", RevokedAt = Now.AddDays(-31), ExpiresAt = Now.AddDays(-31) }),
            default);

        Assert.Equal(2, (await Sweep(at).RunAsync(dryRun: true, null, default)).SecretsDeleted);
        Assert.Equal(5, (await at.Registry.FindAsync("workload-1", default))!.Secrets.Count);
        var report = await Sweep(at).RunAsync(dryRun: false, null, default);
        Assert.Equal(new SweepReport { RowsRead = 6, SecretsDeleted = 2 }, report);
        Assert.Equal(["expired-recently", "live", "pending"], (await at.Registry.FindAsync("workload-1", default))!.Secrets.Select(secret => secret.Id).Order());
        Assert.Equal(0, (await Sweep(at).RunAsync(dryRun: false, null, default)).SecretsDeleted);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task Many_dead_secrets_go_in_batches_and_two_sweeps_do_no_harm(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "live")), default);
        var dead = Enumerable.Range(0, 250).Select(i => TableWrite.Insert(new TableRow("workload-1", $"secret:{i:D3}") { Columns = { ["expiresAt"] = Now.AddDays(-40) } }));
        foreach (var batch in dead.Chunk(100)) await at.Table.WriteAsync(batch, default);
        var reports = await Task.WhenAll(Sweep(at).RunAsync(dryRun: false, null, default), Sweep(at).RunAsync(dryRun: false, null, default));
        Assert.Equal(250, reports.Sum(report => report.SecretsDeleted));
        Assert.Equal("live", Assert.Single((await at.Registry.FindAsync("workload-1", default))!.Secrets).Id);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_bad_row_is_reported_and_its_neighbours_are_swept(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "dead") with { ExpiresAt = Now.AddDays(-31) }, Registering.Secret("workload-1", "live")), default);
        await at.Table.WriteAsync([TableWrite.Insert(new TableRow("workload-1", "secret:bad") { Columns = { ["expiresAt"] = "yesterday" } })], default);
        await at.Table.WriteAsync([TableWrite.Insert(new TableRow("workload-1", "stray"))], default);
        var report = await Sweep(at).RunAsync(dryRun: false, null, default);
        Assert.Equal((1, 2), (report.SecretsDeleted, report.Faults));
        Assert.Equal(2, log.Lines.Count(line => line.Contains("SweepRowSkipped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_warns_of_what_will_hurt()
    {
        using var at = await Registering.OnAsync(StoreKind.Sqlite);
        ClientSecret Ending(string id, int days) => Registering.Secret(id, "s") with { ExpiresAt = Now.AddDays(days) };
        await at.Registry.CreateAsync(Registering.Client("ends-soon", Ending("ends-soon", 13)), default);
        await at.Registry.CreateAsync(Registering.Client("ends-later", Ending("ends-later", 15)), default);
        await at.Registry.CreateAsync(Registering.Client("has-another", Ending("has-another", 13), Registering.Secret("has-another", "t")), default);
        await at.Registry.CreateAsync(Registering.Client("without"), default);
        await at.Registry.CreateAsync(Registering.Client("begins-later", Registering.Secret("begins-later", "s") with { NotBefore = Now.AddDays(1) }), default);
        await at.Registry.CreateAsync(Registering.Client("without-but-disabled") with { Enabled = false }, default);
        var rotated = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-3);
        var retiring = Registering.Secret("still-in-use", "old") with { RotatedAt = Now.AddDays(-3), ExpiresAt = Now.AddDays(4) };
        await at.Registry.CreateAsync(Registering.Client("still-in-use", retiring, Registering.Secret("still-in-use", "new")), default);
        await at.Registry.NoteUseAsync("still-in-use", "old", rotated, default);
        Assert.Equal(3, (await Sweep(at).RunAsync(dryRun: false, null, default)).Warnings);
        await at.Registry.NoteUseAsync("still-in-use", "old", rotated.AddDays(1), default);

        log.Lines.Clear();
        Assert.Equal(4, (await Sweep(at).RunAsync(dryRun: false, null, default)).Warnings);
        Assert.Contains(log.Lines, line => line.StartsWith("Warning ClientWithoutSecret: Client begins-later is", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Warning SecretEndsSoon: The last secret of client ends-soon ", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Warning ClientWithoutSecret: Client without is", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Warning RetiringSecretInUse: Retiring secret old of client still-in-use", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Information SweepFinished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_touched_since_it_was_read_stays()
    {
        using var at = await Registering.OnAsync(StoreKind.Sqlite);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "a"), Registering.Secret("workload-1", "b")), default);
        var rows = (await at.Table.ReadPartitionAsync("workload-1", default)).Where(row => row.RowKey != "client").ToList();
        await at.Registry.NoteUseAsync("workload-1", "a", DateOnly.FromDateTime(Now.UtcDateTime), default);
        Assert.Equal(1, await at.Table.DeleteAsync(rows, default));
        Assert.Equal("a", Assert.Single((await at.Registry.FindAsync("workload-1", default))!.Secrets).Id);
    }

    private SecretSweep Sweep(Registering at) => new(at.Table, at.Registry, at.Revocations, Options.Create(new SecretOptions()), log.For<SecretSweep>());
}
