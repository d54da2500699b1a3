using System.Text.Json.Nodes;

namespace TokenFunction.Tests.Infra;

/// <summary>What no reviewer should have to ask about.</summary>
public sealed class HardeningTests
{
    /// <summary>Flex Consumption refuses these at deployment (error 51021), and nothing before it does.</summary>
    private static readonly string[] RefusedProperties =
    [
        "linuxFxVersion", "netFrameworkVersion", "ftpsState", "use32BitWorkerProcess", "preWarmedInstanceCount", "functionAppScaleLimit",
        "functionsRuntimeScaleMonitoringEnabled", "alwaysOn", "healthCheckPath",
    ];

    private static readonly string[] RefusedSettings =
    [
        "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED", "TZ",
    ];

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Storage_takes_identities_over_tls_and_nothing_else(string parameters)
    {
        var accounts = (await Snapshot.OfAsync(parameters)).Of("Microsoft.Storage/storageAccounts").ToList();
        Assert.Equal(2, accounts.Count);
        Assert.All(accounts, account =>
        {
            var properties = account["properties"]!;
            Assert.False((bool)properties["allowSharedKeyAccess"]!);
            Assert.False((bool)properties["allowBlobPublicAccess"]!);
            Assert.False((bool)properties["allowCrossTenantReplication"]!);
            Assert.False((bool)properties["isLocalUserEnabled"]!);
            Assert.True((bool)properties["supportsHttpsTrafficOnly"]!);
            Assert.Equal("TLS1_2", properties["minimumTlsVersion"]!.ToString());
        });
        Assert.All(
            (await Snapshot.OfAsync(parameters)).Of("Microsoft.Storage/storageAccounts/blobServices/containers"),
            container => Assert.Equal("None", container["properties"]!["publicAccess"]!.ToString()));
    }

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Telemetry_takes_identities_only(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        Assert.True((bool)snapshot.Single("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!);
        Assert.True((bool)snapshot.Single("Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!);
    }

    [OnBicep]
    [InlineData("main", false)]
    [InlineData("prod", true)]
    public async Task The_vault_goes_by_roles_and_forgets_nothing(string parameters, bool purgeProtection)
    {
        var properties = (await Snapshot.OfAsync(parameters)).Single("Microsoft.KeyVault/vaults")["properties"]!;
        Assert.True((bool)properties["enableRbacAuthorization"]!);
        Assert.True((bool)properties["enableSoftDelete"]!);
        Assert.Equal(90, (int)properties["softDeleteRetentionInDays"]!);
        // Azure refuses an explicit false.
        Assert.Equal(purgeProtection ? true : null, (bool?)properties["enablePurgeProtection"]);
    }

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task The_app_speaks_https_and_publishing_takes_no_password(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var properties = snapshot.Single("Microsoft.Web/sites")["properties"]!;
        Assert.True((bool)properties["httpsOnly"]!);
        Assert.Equal("1.2", properties["siteConfig"]!["minTlsVersion"]!.ToString());
        Assert.Equal("1.2", properties["siteConfig"]!["scmMinTlsVersion"]!.ToString());
        var doors = snapshot.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").ToList();
        Assert.Equal(["ftp", "scm"], doors.Select(door => door["name"]!.ToString().Split('/')[1]).Order());
        Assert.All(doors, door => Assert.False((bool)door["properties"]!["allow"]!));
    }

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Flex_consumption_finds_nothing_to_refuse(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        Assert.Empty(Names(snapshot.Single("Microsoft.Web/sites")).Intersect(RefusedProperties, StringComparer.OrdinalIgnoreCase));
        Assert.Empty(snapshot.AppSettings().Keys.Intersect(RefusedSettings, StringComparer.OrdinalIgnoreCase));
        Assert.DoesNotContain(snapshot.AppSettings().Keys, name => name.StartsWith("WEBSITE_CONTENT", StringComparison.Ordinal));
        Assert.Equal("FC1", snapshot.Single("Microsoft.Web/serverfarms")["sku"]!["name"]!.ToString());
        Assert.True((bool)snapshot.Single("Microsoft.Web/serverfarms")["properties"]!["reserved"]!);
    }

    [OnBicep]
    [InlineData("main")]
    public async Task The_app_runs_on_what_it_is_built_for_where_azd_finds_it(string parameters)
    {
        var site = (await Snapshot.OfAsync(parameters)).Single("Microsoft.Web/sites");
        var runtime = site["properties"]!["functionAppConfig"]!["runtime"]!;
        Assert.Equal(("dotnet-isolated", Environment.Version.ToString(2)), (runtime["name"]!.ToString(), runtime["version"]!.ToString()));
        Assert.Contains($"services:\n  {site["tags"]!["azd-service-name"]}:\n", File.ReadAllText(Path.Combine(Bicep.Folder, "..", "azure.yaml")), StringComparison.Ordinal);
    }

    /// <summary>The package and the host's storage are reached with the app's identity, and the app has no other.</summary>
    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task The_apps_one_identity_is_wired_everywhere(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var identity = snapshot.Single("Microsoft.ManagedIdentity/userAssignedIdentities")["id"]!.ToString();
        var site = snapshot.Single("Microsoft.Web/sites");
        var storage = site["properties"]!["functionAppConfig"]!["deployment"]!["storage"]!;
        var clientId = $"reference('{identity}', '2024-11-30').clientId";
        var settings = snapshot.AppSettings();

        Assert.Equal("UserAssigned", site["identity"]!["type"]!.ToString());
        Assert.Equal(identity, Assert.Single(site["identity"]!["userAssignedIdentities"]!.AsObject()).Key);
        Assert.Equal("UserAssignedIdentity", storage["authentication"]!["type"]!.ToString());
        Assert.Equal(identity, storage["authentication"]!["userAssignedIdentityResourceId"]!.ToString());
        Assert.Equal($"[{clientId}]", settings["AZURE_CLIENT_ID"]);
        Assert.Equal($"[{clientId}]", settings["AzureWebJobsStorage__clientId"]);
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Equal($"[format('ClientId={{0}};Authorization=AAD', {clientId})]", settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]);
        Assert.StartsWith("sthost", settings["AzureWebJobsStorage__accountName"], StringComparison.Ordinal);
        Assert.Contains("'sthost", storage["value"]!.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonObject properties => properties.SelectMany(property => Names(property.Value).Prepend(property.Key)),
        JsonArray items => items.SelectMany(Names),
        _ => [],
    };
}
