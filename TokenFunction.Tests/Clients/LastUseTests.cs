using Microsoft.Extensions.Logging.Abstractions;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Clients;

/// <summary>The day of last use: once a day, never in the way, flushed on shutdown.</summary>
public sealed class LastUseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory, OnSqlite, OnAzurite]
    public async Task A_use_is_noted_once_a_day_and_flushed_on_stop(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "s1")), default);
        var client = (await at.Registry.FindAsync("workload-1", default))!;
        var table = new TroubledTable(at.Table);
        var lastUse = new LastUse(new ClientRegistry(table, TimeProvider.System), NullLogger<LastUse>.Instance);
        await lastUse.StartAsync(default);
        for (var i = 0; i < 1_000; i++) lastUse.Note(client, client.Secrets[0], Noon);
        await lastUse.StopAsync(default);
        Assert.Equal(1, table.Writes);

        var version = (await at.Table.GetAsync("workload-1", "secret:s1", default))!.ETag;
        var noted = (await at.Registry.FindAsync("workload-1", default))!;
        Assert.Equal(new DateOnly(2026, 3, 1), noted.Secrets[0].LastUsedOn);
        Assert.Equal(client.Version, noted.Version);

        // Another instance, which reads what the first wrote, has nothing to write that day.
        var other = new LastUse(at.Registry, NullLogger<LastUse>.Instance);
        await other.StartAsync(default);
        other.Note(noted, noted.Secrets[0], Noon.AddHours(11));
        await other.StopAsync(default);
        Assert.Equal(version, (await at.Table.GetAsync("workload-1", "secret:s1", default))!.ETag);
    }

    [Fact]
    public async Task A_defect_costs_one_note_and_not_all_that_follow()
    {
        using var at = await Registering.OnAsync(StoreKind.Sqlite);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "s1")), default);
        var client = (await at.Registry.FindAsync("workload-1", default))!;
        var table = new TroubledTable(at.Table) { DefectiveWrites = true };
        var log = new Capture();
        var lastUse = new LastUse(new ClientRegistry(table, TimeProvider.System), log.For<LastUse>());
        await lastUse.StartAsync(default);
        lastUse.Note(client, client.Secrets[0], Noon);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!log.Lines.Any(line => line.Contains("LastUseLost", StringComparison.Ordinal))) await Task.Delay(10, limit.Token);
        table.DefectiveWrites = false;
        lastUse.Note(client, client.Secrets[0], Noon);
        await lastUse.StopAsync(default);
        Assert.Equal(new DateOnly(2026, 3, 1), (await at.Registry.FindAsync("workload-1", default))!.Secrets[0].LastUsedOn);
    }

    [Fact]
    public async Task A_store_that_is_down_costs_the_note_and_nothing_else()
    {
        using var at = await Registering.OnAsync(StoreKind.Sqlite);
        var client = Registering.Client("workload-1", Registering.Secret("workload-1", "s1"));
        var log = new Capture();
        var lastUse = new LastUse(new ClientRegistry(at.Store.Open("missing"), TimeProvider.System), log.For<LastUse>());
        await lastUse.StartAsync(default);
        lastUse.Note(client, client.Secrets[0], Noon);
        await lastUse.StopAsync(default);
        Assert.Contains(log.Lines, line => line.StartsWith("Debug LastUseLost: The use of secret s1 of client workload-1", StringComparison.Ordinal));
    }
}
