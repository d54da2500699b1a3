using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Clients;

/// <summary>Deleting a client that has more secrets than one batch holds.</summary>
public sealed class ClientDeletionTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task A_client_goes_with_all_its_secrets_however_many(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        var dead = Enumerable.Range(0, 230).Select(i => TableWrite.Insert(new TableRow("workload-1", $"secret:{i:D3}") { Columns = { ["hash"] = "" } }));
        foreach (var batch in dead.Chunk(100)) await at.Table.WriteAsync(batch, default);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "s1")), default);
        await at.Registry.DeleteAsync("workload-1", default);
        Assert.Empty(await at.Table.ReadPartitionAsync("workload-1", default));
        await Assert.ThrowsAsync<RefusedException>(() => at.Registry.DeleteAsync("workload-1", default));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_secret_added_meanwhile_is_not_left_behind(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1"), default);
        var table = new TroubledTable(at.Table)
        {
            Meanwhile = () => at.Registry.ChangeAsync("workload-1", (client, now) => SecretRotation.Add(client, Registering.Secret("workload-1", "s1"), now), null, default),
        };
        await new ClientRegistry(table, TimeProvider.System).DeleteAsync("workload-1", default);
        Assert.Empty(await at.Table.ReadPartitionAsync("workload-1", default));
    }

    [Fact]
    public async Task An_interruption_leaves_a_client_with_every_secret_that_works()
    {
        using var at = await Registering.OnAsync(StoreKind.Sqlite);
        var expired = DateTimeOffset.UtcNow.AddDays(-1);
        var dead = Enumerable.Range(0, 230).Select(i => TableWrite.Insert(new TableRow("workload-1", $"secret:{i:D3}") { Columns = { ["hash"] = "sha256$x", ["expiresAt"] = expired } }));
        foreach (var batch in dead.Chunk(100)) await at.Table.WriteAsync(batch, default);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "000-live"), Registering.Secret("workload-1", "zzz-live")), default);
        var table = new TroubledTable(at.Table);
        foreach (var left in (int[])[130, 97])
        {
            (table.Down, table.WritesUntilDown) = (false, 1);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => new ClientRegistry(table, TimeProvider.System).DeleteAsync("workload-1", default));
            var client = (await at.Registry.FindAsync("workload-1", default))!;
            Assert.Equal(["000-live", "zzz-live"], client.Secrets.Where(secret => secret.IsLiveAt(DateTimeOffset.UtcNow)).Select(secret => secret.Id).Order());
            Assert.Equal(left + 2, client.Secrets.Count);
        }
    }
}
