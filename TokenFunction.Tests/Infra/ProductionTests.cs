namespace TokenFunction.Tests.Infra;

/// <summary>What prod.bicepparam says in its first line.</summary>
public sealed class ProductionTests
{
    [OnBicep]
    [InlineData("prod", true)]
    [InlineData("main", false)]
    public async Task A_lost_zone_is_survived(string parameters, bool survived)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var scale = snapshot.Single("Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;

        Assert.Equal(survived, (bool)snapshot.Single("Microsoft.Web/serverfarms")["properties"]!["zoneRedundant"]!);
        Assert.Equal(survived ? 2 : 0, scale["alwaysReady"]!.AsArray().Sum(group => (int)group!["instanceCount"]!));
        Assert.Equal(survived ? "Standard_GZRS" : "Standard_LRS", Redundancy(snapshot, "stdata"));
        Assert.Equal(survived ? "Standard_ZRS" : "Standard_LRS", Redundancy(snapshot, "sthost"));
    }

    [OnBicep]
    [InlineData("prod", new[] { "storageAccounts/stdata", "vaults/kv-" })]
    [InlineData("main", new string[0])]
    public async Task Clients_and_key_cannot_be_deleted_by_mistake(string parameters, string[] kept)
    {
        var locks = (await Snapshot.OfAsync(parameters)).Of("Microsoft.Authorization/locks").OrderBy(item => item["id"]!.ToString(), StringComparer.Ordinal).ToList();

        Assert.Equal(kept.Length, locks.Count);
        Assert.All(locks, item => Assert.Equal("CanNotDelete", item["properties"]!["level"]!.ToString()));
        foreach (var scope in kept) Assert.Single(locks, item => item["id"]!.ToString().Contains($"/{scope}", StringComparison.Ordinal));
    }

    private static string Redundancy(Snapshot snapshot, string name) =>
        snapshot.Single("Microsoft.Storage/storageAccounts", name)["sku"]!["name"]!.ToString();
}
