using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Infra;

/// <summary>Azure's rules for names, which a deployment learns of one resource at a time.</summary>
public sealed class NameTests
{
    private static readonly Dictionary<string, string> Rules = new()
    {
        ["Microsoft.Insights/actionGroups"] = "^[a-zA-Z0-9][a-zA-Z0-9 ()_.-]{0,259}$",
        ["Microsoft.Insights/components"] = "^[a-zA-Z0-9][a-zA-Z0-9_.()-]{0,258}[a-zA-Z0-9_()-]$",
        ["Microsoft.Insights/metricAlerts"] = @"^[^*#&+:<>?@%{}\\/|]{1,259}[^*#&+:<>?@%{}\\/|. ]$",
        ["Microsoft.Insights/scheduledQueryRules"] = @"^[^*<>%{}&:\\?/#|]{1,259}[^*<>%{}&:\\?/#|. ]$",
        ["Microsoft.Insights/workbooks"] = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        ["Microsoft.KeyVault/vaults"] = "^(?!.*--)[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$",
        ["Microsoft.Network/networkSecurityGroups"] = "^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,78}[a-zA-Z0-9_]$",
        ["Microsoft.Network/privateEndpoints"] = "^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9_]$",
        ["Microsoft.Network/virtualNetworks"] = "^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9_]$",
        ["Microsoft.OperationalInsights/workspaces"] = "^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$",
        ["Microsoft.Storage/storageAccounts"] = "^[a-z0-9]{3,24}$",
        ["Microsoft.Web/serverfarms"] = "^[a-zA-Z0-9-]{1,60}$",
        // Two apps whose names agree in 32 characters would share a host id; the hash comes after the readable part.
        ["Microsoft.Web/sites"] = "^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$",
    };

    [OnBicep]
    [InlineData("dev")]
    [InlineData("A.Very_Long-(Environment).Name_that-uses.Every_character(azd)has")]
    [InlineData("x")]
    [InlineData("-_.-_.-_.-_.-_.-_.-_.-_.-_.-_.")]
    public async Task Every_name_keeps_its_types_rule(string environment)
    {
        var snapshot = await Snapshot.OfAsync("prod", ("environmentName", $"'{environment}'"));
        var named = snapshot.Resources
            .Select(resource => (Type: resource["type"]!.ToString(), Name: resource["name"]!.ToString()))
            .Where(resource => Rules.ContainsKey(resource.Type)).ToList();

        Assert.Equal(Rules.Keys.Order(), named.Select(resource => resource.Type).Distinct().Order());
        Assert.All(named, resource => Assert.Matches(new Regex(Rules[resource.Type]), resource.Name));
    }

    /// <summary>Names that all of Azure shares differ between environments in one group.</summary>
    [OnBicep]
    [InlineData("Microsoft.Storage/storageAccounts")]
    [InlineData("Microsoft.KeyVault/vaults")]
    [InlineData("Microsoft.Web/sites")]
    public async Task Environments_do_not_share_names(string type)
    {
        var one = await Snapshot.OfAsync("main", ("environmentName", "'an-environment-with-a-long-name-1'"));
        var other = await Snapshot.OfAsync("main", ("environmentName", "'an-environment-with-a-long-name-2'"));
        Assert.Empty(one.Of(type).Select(resource => resource["name"]!.ToString()).Intersect(other.Of(type).Select(resource => resource["name"]!.ToString())));
    }
}
