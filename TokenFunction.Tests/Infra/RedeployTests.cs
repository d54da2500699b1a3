using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Infra;

/// <summary>Deploying again changes nothing, and changing a parameter changes what it names.</summary>
public sealed partial class RedeployTests
{
    /// <summary>Name, new value, and the types of what changes with it, each once for every resource.</summary>
    public static TheoryData<string, string, string[]> Changes => new()
    {
        { "alertEmails", "['ops@example.com']", ["actionGroups"] },
        { "alwaysReady", "1", ["sites"] },
        { "frontDoorId", "'44444444-4444-4444-4444-444444444444'", ["sites"] },
        { "instanceMemoryMB", "4096", ["sites"] },
        { "issuer", "'https://tokens.example.com'", ["sites"] },
        { "keyType", "'EC'", ["keys"] },
        { "logDailyQuotaGb", "5", ["workspaces"] },
        { "logRetentionDays", "60", ["workspaces"] },
        { "maximumInstances", "10", ["sites"] },
        { "networkAddressPrefix", "'10.1.0.0/24'", [] },
        { "operatorPrincipalId", "'33333333-3333-3333-3333-333333333333'", ["roleAssignments", "roleAssignments"] },
        { "operatorPrincipalType", "'Group'", [] },
        { "preventDeletion", "true", ["locks", "locks"] },
        { "purgeProtection", "true", ["vaults"] },
        { "refusalSpike", "500", ["scheduledQueryRules"] },
        { "requestsPerInstance", "50", ["sites"] },
        { "rotateKeyAfter", "'P30D'", ["keys"] },
        { "settings", "{ Token__Lifetime: '00:30:00' }", ["sites"] },
        { "signerRoleId", "'/providers/Microsoft.Authorization/roleDefinitions/theirs'", ["roleAssignments", "roleAssignments", "roleDefinitions"] },
        { "tableRedundancy", "'Standard_GRS'", ["storageAccounts"] },
        { "zoneRedundant", "true", ["serverfarms", "storageAccounts"] },
        {
            "privateNetwork", "true",
            [
                "networkSecurityGroups", "privateDnsZoneGroups", "privateDnsZoneGroups", "privateDnsZoneGroups", "privateDnsZones", "privateDnsZones",
                "privateDnsZones", "privateEndpoints", "privateEndpoints", "privateEndpoints", "sites", "storageAccounts", "storageAccounts", "vaults",
                "virtualNetworkLinks", "virtualNetworkLinks", "virtualNetworkLinks", "virtualNetworks",
            ]
        },
    };

    [OnBicep]
    [MemberData(nameof(Changes))]
    public async Task A_parameter_changes_only_what_it_names(string name, string value, string[] changed)
    {
        var before = await Snapshot.OfAsync("main");
        var after = await Snapshot.OfAsync("main", (name, value));
        Assert.Equal(changed, before.Differences(after).Select(resource => resource["type"]!.ToString().Split('/')[^1]).Order());
    }

    /// <summary>The other two name everything: where it is and what it is called.</summary>
    [Fact]
    public void Every_parameter_is_in_that_table()
    {
        var template = File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicep"));
        var parameters = Parameter().Matches(template).Select(match => match.Groups[1].Value);
        Assert.Equal(parameters.Except(["environmentName", "location"]).Order(), Changes.Select(row => (string)row[0]).Order());
    }

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Deploying_again_changes_nothing(string parameters)
    {
        var first = await Snapshot.EvaluateAsync(parameters, [], "first", []);
        var second = await Snapshot.EvaluateAsync(parameters, [], "second", []);
        Assert.Empty(first.Differences(second));
    }

    /// <summary>Resource Manager refuses to change an existing key, so it is made once and then left to the vault.</summary>
    [OnBicep]
    [InlineData("main.bicep")]
    public async Task The_key_is_made_once(string template)
    {
        var compiled = JsonNode.Parse(await Bicep.RunAsync(new Dictionary<string, string>(), "build", Path.Combine(Bicep.Folder, template), "--stdout"))!;
        var once = Resources(compiled).Where(resource => resource["@options"]?.AsObject().ContainsKey("onlyIfNotExists") == true).ToList();
        Assert.Equal("Microsoft.KeyVault/vaults/keys", Assert.Single(once)["type"]!.ToString());
        Assert.DoesNotContain("utcNow(", compiled.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("newGuid(", compiled.ToJsonString(), StringComparison.Ordinal);
    }

    [OnBicep]
    [InlineData("main", "RSA", 2048, null)]
    [InlineData("main", "EC", null, "P-256")]
    public async Task The_key_can_only_sign_and_the_vault_rotates_it(string parameters, string type, int? size, string? curve)
    {
        var key = (await Snapshot.OfAsync(parameters, ("keyType", $"'{type}'"))).Single("Microsoft.KeyVault/vaults/keys")["properties"]!;
        Assert.Equal((type, size, curve), (key["kty"]!.ToString(), (int?)key["keySize"], (string?)key["curveName"]));
        Assert.Equal(["sign", "verify"], key["keyOps"]!.AsArray().Select(operation => operation!.ToString()));
        Assert.Null(key["attributes"]);
        var actions = key["rotationPolicy"]!["lifetimeActions"]!.AsArray();
        // The vault refuses the names in any other case.
        Assert.Equal(["rotate", "notify"], actions.Select(action => action!["action"]!["type"]!.ToString()));
        Assert.Equal("P90D", actions[0]!["trigger"]!["timeAfterCreate"]!.ToString());
    }

    private static IEnumerable<JsonObject> Resources(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(property => Resources(property.Value)).Concat(item.ContainsKey("type") && item.ContainsKey("apiVersion") ? [item] : []),
        JsonArray items => items.SelectMany(Resources),
        _ => [],
    };

    [GeneratedRegex(@"^param (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
