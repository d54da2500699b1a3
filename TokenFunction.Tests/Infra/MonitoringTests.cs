using System.Text.Json.Nodes;

namespace TokenFunction.Tests.Infra;

/// <summary>What operators see: logs are kept, alerts reach them, the workbook opens.</summary>
public sealed class MonitoringTests
{
    /// <summary>Azure's own names; a rule about any other is refused at deployment.</summary>
    private static readonly Dictionary<string, string[]> Measured = new()
    {
        ["Microsoft.KeyVault/vaults"] = ["Availability", "SaturationShoebox", "ServiceApiHit", "ServiceApiLatency", "ServiceApiResult"],
        ["Microsoft.Storage/storageAccounts/blobServices"] = ["Availability", "Egress", "Ingress", "SuccessE2ELatency", "SuccessServerLatency", "Transactions"],
        ["Microsoft.Storage/storageAccounts/tableServices"] = ["Availability", "Egress", "Ingress", "SuccessE2ELatency", "SuccessServerLatency", "Transactions"],
    };

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Vault_tables_package_and_host_are_logged(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var workspace = snapshot.Single("Microsoft.OperationalInsights/workspaces")["id"]!.ToString();
        var settings = snapshot.Of("Microsoft.Insights/diagnosticSettings").ToList();

        Assert.Equal(
            [
                "blobServices: StorageWrite StorageDelete",
                "sites: FunctionAppLogs",
                "tableServices: StorageRead StorageWrite StorageDelete",
                "vaults: audit",
            ],
            settings.Select(Describe).Order());
        Assert.All(settings, setting => Assert.Equal(workspace, setting["properties"]!["workspaceId"]!.ToString()));
        // Otherwise the vault writes into AzureDiagnostics, and the workbook reads AZKVAuditLogs.
        Assert.Equal("Dedicated", settings.Single(setting => Describe(setting) == "vaults: audit")["properties"]!["logAnalyticsDestinationType"]!.ToString());
    }

    [OnBicep]
    [InlineData("main")]
    [InlineData("prod")]
    public async Task Every_alert_is_on_and_reaches_the_same_people(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters, ("alertEmails", "['ops@example.com', 'night@example.com']"));
        var group = snapshot.Single("Microsoft.Insights/actionGroups");
        var onLogs = snapshot.Of("Microsoft.Insights/scheduledQueryRules").Select(alert => alert["properties"]!).ToList();
        var onMetrics = snapshot.Of("Microsoft.Insights/metricAlerts").Select(alert => alert["properties"]!).ToList();

        Assert.Equal(2, group["properties"]!["emailReceivers"]!.AsArray().Count);
        Assert.InRange(group["properties"]!["groupShortName"]!.ToString().Length, 1, 12);
        Assert.Equal(["failures", "leak", "not", "refusals", "secrets", "sweep"], Kinds(snapshot, "Microsoft.Insights/scheduledQueryRules"));
        Assert.Equal(["host", "table", "vault", "vault"], Kinds(snapshot, "Microsoft.Insights/metricAlerts"));
        Assert.All(onLogs.Concat(onMetrics), alert => Assert.True((bool)alert["enabled"]!));
        Assert.All(onLogs, alert => Assert.Equal(group["id"]!.ToString(), Assert.Single(alert["actions"]!["actionGroups"]!.AsArray())!.ToString()));
        Assert.All(onMetrics, alert => Assert.Equal(group["id"]!.ToString(), Assert.Single(alert["actions"]!.AsArray())!["actionGroupId"]!.ToString()));
    }

    /// <summary>Of one client's trouble the alert says whose it is, and trouble of the next is a new alert.</summary>
    [OnBicep]
    [InlineData("main", "alert-leak-", "client")]
    [InlineData("main", "alert-secrets-", "client")]
    [InlineData("main", "alert-sweep-", null)]
    public async Task Alerts_about_clients_are_one_for_each(string parameters, string alert, string? column)
    {
        var criterion = (await Snapshot.OfAsync(parameters)).Single("Microsoft.Insights/scheduledQueryRules", alert)["properties"]!["criteria"]!["allOf"]![0]!;
        var dimensions = criterion["dimensions"]!.AsArray();
        Assert.Equal(column, dimensions.Select(dimension => dimension!["name"]!.ToString()).SingleOrDefault());
        Assert.All(dimensions, dimension => Assert.Contains($"extend {dimension!["name"]} = ", criterion["query"]!.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Every resource a metric alert watches is one that the same template makes, and measures what is asked for.</summary>
    [OnBicep]
    [InlineData("main")]
    public async Task Metric_alerts_watch_what_there_is(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var types = snapshot.Resources.ToDictionary(resource => resource["id"]!.ToString(), resource => resource["type"]!.ToString());
        Assert.All(snapshot.Of("Microsoft.Insights/metricAlerts").Select(alert => alert["properties"]!), alert => Assert.Contains(
            alert["criteria"]!["allOf"]![0]!["metricName"]!.ToString(),
            Measured[types[Assert.Single(alert["scopes"]!.AsArray())!.ToString()]]));
    }

    [OnBicep]
    [InlineData("main")]
    public async Task The_workbook_is_whole(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var properties = snapshot.Single("Microsoft.Insights/workbooks")["properties"]!;
        var workbook = JsonNode.Parse(properties["serializedData"]!.ToString())!;

        Assert.Equal(snapshot.Single("Microsoft.Insights/components")["id"]!.ToString(), properties["sourceId"]!.ToString());
        Assert.DoesNotContain("Id}", properties["serializedData"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(properties["sourceId"]!.ToString(), Assert.Single(workbook["fallbackResourceIds"]!.AsArray())!.ToString());
        Assert.Contains(workbook["items"]!.AsArray(), item => item!["content"]!["crossComponentResources"] is JsonArray resources
            && resources[0]!.ToString() == snapshot.Single("Microsoft.OperationalInsights/workspaces")["id"]!.ToString());
    }

    private static IEnumerable<string> Kinds(Snapshot snapshot, string type) =>
        snapshot.Of(type).Select(alert => alert["name"]!.ToString().Split('-')[1]).Order();

    private static string Describe(JsonObject setting)
    {
        var scope = setting["id"]!.ToString().Split("/providers/Microsoft.Insights/")[0].Split('/');
        var logs = setting["properties"]!["logs"]!.AsArray().Where(log => (bool)log!["enabled"]!);
        return $"{scope[^2]}: {string.Join(' ', logs.Select(log => log!["category"] ?? log["categoryGroup"]))}";
    }
}
