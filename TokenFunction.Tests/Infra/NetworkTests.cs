using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Infra;

/// <summary>Who can reach what, as the parameters say.</summary>
public sealed partial class NetworkTests
{
    private static readonly string[] Stores = ["Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults"];

    [OnBicep]
    [InlineData("main", "Enabled", "Allow")]
    [InlineData("prod", "Disabled", "Deny")]
    public async Task Storage_and_vault_are_public_or_closed(string parameters, string access, string otherwise)
    {
        var stores = await StoresOfAsync(parameters);
        Assert.Equal(3, stores.Count);
        Assert.All(stores, store =>
        {
            Assert.Equal(access, store["properties"]!["publicNetworkAccess"]!.ToString());
            Assert.Equal(otherwise, store["properties"]!["networkAcls"]!["defaultAction"]!.ToString());
        });
    }

    [OnBicep]
    [InlineData("prod")]
    public async Task What_is_closed_has_a_private_endpoint_and_a_name(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var connections = snapshot.Of("Microsoft.Network/privateEndpoints")
            .Select(endpoint => Assert.Single(endpoint["properties"]!["privateLinkServiceConnections"]!.AsArray())!["properties"]!).ToList();

        Assert.Equal(
            (await StoresOfAsync(parameters)).Select(store => store["id"]!.ToString()).Order(),
            connections.Select(connection => connection["privateLinkServiceId"]!.ToString()).Order());
        Assert.Equal(["blob", "table", "vault"], connections.Select(connection => Assert.Single(connection["groupIds"]!.AsArray())!.ToString()).Order());
        Assert.All(snapshot.Of("Microsoft.Network/privateEndpoints"), endpoint =>
            Assert.EndsWith("/subnets/endpoints", endpoint["properties"]!["subnet"]!["id"]!.ToString(), StringComparison.Ordinal));
        // A zone of any other name resolves nothing, and the app goes to a door that is closed. The suffix is the cloud's.
        Assert.Equal(
            ["blob: privatelink.blob.", "table: privatelink.table.", "vault: privatelink.vaultcore."],
            snapshot.Of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups")
                .Select(group => Assert.Single(group["properties"]!["privateDnsZoneConfigs"]!.AsArray())!)
                .Select(zone => $"{zone["name"]}: {Zone().Match(zone["properties"]!["privateDnsZoneId"]!.ToString()).Value}").Order());
        Assert.Equal(3, snapshot.Of("Microsoft.Network/privateDnsZones").Count());
        Assert.Equal(3, snapshot.Of("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count());
    }

    [OnBicep]
    [InlineData("prod")]
    public async Task The_app_lives_in_a_subnet_of_its_own(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var network = snapshot.Single("Microsoft.Network/virtualNetworks");
        var app = network["properties"]!["subnets"]!.AsArray().Single(subnet => subnet!["name"]!.ToString() == "app")!["properties"]!;

        Assert.Equal("Microsoft.App/environments", Assert.Single(app["delegations"]!.AsArray())!["properties"]!["serviceName"]!.ToString());
        Assert.Equal($"{network["id"]}/subnets/app", snapshot.Single("Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"]!.ToString());
        Assert.All(network["properties"]!["subnets"]!.AsArray(), subnet => Assert.NotNull(subnet!["properties"]!["networkSecurityGroup"]));
    }

    [OnBicep]
    [InlineData("main")]
    public async Task Without_a_network_there_is_none(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        Assert.DoesNotContain(snapshot.Resources, resource => resource["type"]!.ToString().StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Null(snapshot.Single("Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"]);
    }

    [OnBicep]
    [InlineData("prod")]
    public async Task Behind_front_door_nobody_else_is_let_in_and_two_hops_are_trusted(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters, ("frontDoorId", "'44444444-4444-4444-4444-444444444444'"));
        var site = snapshot.Single("Microsoft.Web/sites")["properties"]!["siteConfig"]!;
        var rule = Assert.Single(site["ipSecurityRestrictions"]!.AsArray())!;

        Assert.Equal("Deny", site["ipSecurityRestrictionsDefaultAction"]!.ToString());
        Assert.Equal("AzureFrontDoor.Backend", rule["ipAddress"]!.ToString());
        Assert.Equal("44444444-4444-4444-4444-444444444444", Assert.Single(rule["headers"]!["x-azure-fdid"]!.AsArray())!.ToString());
        Assert.Equal("2", snapshot.AppSettings()["Clients__ForwardedHops"]);
    }

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Without_front_door_one_hop_is_trusted(string parameters) =>
        Assert.Equal("1", (await Snapshot.OfAsync(parameters)).AppSettings()["Clients__ForwardedHops"]);

    private static async Task<List<System.Text.Json.Nodes.JsonObject>> StoresOfAsync(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        return [.. Stores.SelectMany(snapshot.Of)];
    }

    [GeneratedRegex(@"privatelink\.\w+\.")]
    private static partial Regex Zone();
}
