using System.Collections.Frozen;
using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Clients;

/// <summary>Registrations and their changes, alike on every store.</summary>
public sealed class ClientRegistryTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task A_client_comes_back_whole(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        Assert.True(AddressRange.TryParse("10.0.0.0/8", out var range));
        var client = Registering.Client("workload-1", Registering.Secret("workload-1", "s1")) with
        {
            Name = "Nightly export",
            Description = "Runs at 3",
            OwnerId = "team-data",
            Audiences = ["https://api.example.com", "urn:other"],
            Introspects = ["https://api.example.com"],
            TokenLifetime = TimeSpan.FromMinutes(5),
            TokenTyp = "JWT",
            AllowedNetworks = [range],
            TokensNotBefore = 1_700_000_000,
        };
        await at.Registry.CreateAsync(client, default);

        var found = (await at.Registry.FindAsync("workload-1", default))!;
        Assert.Equivalent(client with { CreatedAt = found.CreatedAt, UpdatedAt = found.UpdatedAt, Version = found.Version }, found);
        Assert.NotNull(found.CreatedAt);
        Assert.NotEmpty(found.Version);
        Assert.Null(await at.Registry.FindAsync("workload-2", default));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task An_id_is_taken_once(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1"), default);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => at.Registry.CreateAsync(Registering.Client("workload-1"), default));
        Assert.Contains("'workload-1' exists already", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task Changes_that_race_are_all_kept(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1"), default);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => at.Registry.ChangeAsync(
            "workload-1", (client, _) => client with { Audiences = [.. client.Audiences, $"urn:{i}"] }, null, default)));
        var found = await at.Registry.FindAsync("workload-1", default);
        Assert.Equal(["urn:0", "urn:1", "urn:2", "urn:3", "urn:4"], found!.Audiences.Order());
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task An_eleventh_secret_is_refused_even_in_a_race(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        var nine = Enumerable.Range(0, 9).Select(i => Registering.Secret("workload-1", $"s{i}")).ToArray();
        await at.Registry.CreateAsync(Registering.Client("workload-1", nine), default);
        var tries = Enumerable.Range(9, 3).Select(i => at.Registry.ChangeAsync(
            "workload-1", (client, now) => SecretRotation.Add(client, Registering.Secret("workload-1", $"s{i}"), now), null, default)).ToArray();
        await Task.WhenAll(tries.Select(async task => await task.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(1, tries.Count(task => task.IsCompletedSuccessfully));
        Assert.All(tries.Where(task => task.IsFaulted), task => Assert.IsType<RefusedException>(task.Exception!.InnerException));
        Assert.Equal(10, (await at.Registry.FindAsync("workload-1", default))!.Secrets.Count);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_change_keeps_columns_it_does_not_know_and_the_day_of_last_use(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1", Registering.Secret("workload-1", "s1")), default);
        await at.Table.WriteAsync([TableWrite.Merge(new TableRow("workload-1", "client") { ETag = "*", Columns = { ["later"] = 7 } })], default);
        await at.Registry.ChangeAsync(
            "workload-1",
            (client, now) =>
            {
                // The issuer notes a use while an operator revokes.
                at.Registry.NoteUseAsync("workload-1", "s1", new DateOnly(2026, 3, 1), default).GetAwaiter().GetResult();
                return SecretRotation.Revoke(client with { Name = "new" }, "s1", force: true, now);
            },
            null,
            default);

        var rows = await at.Table.ReadPartitionAsync("workload-1", default);
        Assert.Equal(7, rows.Single(row => row.RowKey == "client").Columns["later"]);
        var secret = Assert.Single((await at.Registry.FindAsync("workload-1", default))!.Secrets);
        Assert.Equal(("", new DateOnly(2026, 3, 1)), (secret.Hash, secret.LastUsedOn!.Value));
        Assert.NotNull(secret.RevokedAt);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task What_is_refused_is_announced_to_nobody_and_changes_nothing(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        var made = await at.Registry.CreateAsync(Registering.Client("workload-1"), default);
        var announced = 0;
        Task Announce(Client _) => Task.FromResult(++announced);
        await Assert.ThrowsAsync<RefusedException>(() => at.Registry.ChangeAsync("nobody", (client, _) => client with { Enabled = false }, Announce, default));
        await Assert.ThrowsAsync<RefusedException>(() => at.Registry.ChangeAsync("workload-1", (_, _) => throw new RefusedException("no"), Announce, default));
        await Assert.ThrowsAsync<ArgumentException>(() => at.Registry.ChangeAsync("workload-1", (client, _) => client with { Scopes = FrozenSet.Create("a b") }, Announce, default));
        await at.Registry.ChangeAsync("workload-1", (client, _) => client with { Enabled = true }, Announce, default);
        Assert.Equal(0, announced);
        Assert.Equal(made.UpdatedAt, (await at.Registry.FindAsync("workload-1", default))!.UpdatedAt);
    }

    [Fact]
    public async Task A_registration_that_breaks_a_newer_rule_can_be_disabled_and_not_made_worse()
    {
        using var at = await Registering.OnAsync(StoreKind.Sqlite);
        await at.Registry.CreateAsync(Registering.Client("workload-1"), default);
        await at.Table.WriteAsync([TableWrite.Merge(new TableRow("workload-1", "client") { ETag = "*", Columns = { ["scopes"] = "api:read a\"b" } })], default);
        await at.Registry.ChangeAsync("workload-1", (client, _) => client with { Enabled = false }, null, default);
        Assert.False((await at.Registry.FindAsync("workload-1", default))!.Enabled);
        var e = await Assert.ThrowsAsync<ArgumentException>(() => at.Registry.ChangeAsync("workload-1", (client, _) => client with { TokenTyp = "x" }, null, default));
        Assert.DoesNotContain("scopes", e.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task The_list_is_every_registration_in_order(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        foreach (var id in new[] { "zeta", "Alpha", "beta" }) await at.Registry.CreateAsync(Registering.Client(id, Registering.Secret(id, "s1")), default);
        Assert.Equal(["Alpha", "beta", "zeta"], await at.Registry.ListAsync(default).Select(client => client.Id).ToListAsync());
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_noted_use_brings_no_deleted_secret_back(StoreKind on)
    {
        using var at = await Registering.OnAsync(on);
        await at.Registry.CreateAsync(Registering.Client("workload-1"), default);
        await at.Registry.NoteUseAsync("workload-1", "gone", new DateOnly(2026, 3, 1), default);
        Assert.Single(await at.Table.ReadPartitionAsync("workload-1", default));
    }

    [Fact]
    public void A_secret_that_cannot_be_read_admits_nobody_and_its_neighbours_go_on()
    {
        var rows = new[]
        {
            new TableRow("workload-1", "client") { Columns = { ["enabled"] = true } },
            new TableRow("workload-1", "secret:bad") { Columns = { ["hash"] = "sha256$x", ["expiresAt"] = "yesterday" } },
            new TableRow("workload-1", "secret:good") { Columns = { ["hash"] = "sha256$x" } },
        };
        Assert.Equal("good", Assert.Single(ClientRows.Read(rows)!.Secrets).Id);
    }

    [Theory]
    [InlineData("JWT", "JWT")]
    [InlineData("at+jwt", "at+jwt")]
    [InlineData("jwt", "at+jwt")]
    [InlineData(null, "at+jwt")]
    public void A_typ_that_no_token_may_have_is_read_as_the_usual_one(string? stored, string typ) =>
        Assert.Equal(typ, ClientRows.Read([new TableRow("workload-1", "client") { Columns = { ["tokenTyp"] = stored } }])!.TokenTyp);
}
