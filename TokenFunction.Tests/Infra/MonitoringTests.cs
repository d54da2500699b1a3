using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Infra;

/// <summary>What operators see: logs are kept, and alerts and workbook ask for what the issuer really writes.</summary>
public sealed partial class MonitoringTests
{
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

    /// <summary>Every resource a metric alert watches is one that the same template makes.</summary>
    [OnBicep]
    [InlineData("main")]
    public async Task Metric_alerts_watch_what_there_is(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var ids = snapshot.Resources.Select(resource => resource["id"]!.ToString()).ToHashSet();
        Assert.All(snapshot.Of("Microsoft.Insights/metricAlerts"), alert => Assert.Contains(Assert.Single(alert["properties"]!["scopes"]!.AsArray())!.ToString(), ids));
    }

    [OnBicep]
    [InlineData("main")]
    public async Task Queries_name_events_and_instruments_that_the_issuer_has(string parameters)
    {
        var queries = string.Join('\n', Queries(await Snapshot.OfAsync(parameters)));
        var asked = EventList().Matches(queries).SelectMany(list => Quoted().Matches(list.Value)).Select(name => name.Groups[1].Value).Distinct().ToList();
        var instruments = Instrument().Matches(queries).Select(name => name.Groups[1].Value).Distinct().Order().ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(Events()));
        Assert.Equal(Instruments(), instruments);
    }

    [OnBicep]
    [InlineData("main")]
    public async Task The_workbook_is_whole(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        var properties = snapshot.Single("Microsoft.Insights/workbooks")["properties"]!;
        var workbook = JsonNode.Parse(properties["serializedData"]!.ToString())!;

        Assert.Equal(snapshot.Single("Microsoft.Insights/components")["id"]!.ToString(), properties["sourceId"]!.ToString());
        Assert.DoesNotContain("{workspaceId}", properties["serializedData"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains(workbook["items"]!.AsArray(), item => item!["content"]!["crossComponentResources"] is JsonArray resources
            && resources[0]!.ToString() == snapshot.Single("Microsoft.OperationalInsights/workspaces")["id"]!.ToString());
    }

    private static IEnumerable<string> Queries(Snapshot snapshot) =>
        snapshot.Of("Microsoft.Insights/scheduledQueryRules")
            .Select(alert => alert["properties"]!["criteria"]!["allOf"]![0]!["query"]!.ToString())
            .Concat(JsonNode.Parse(snapshot.Single("Microsoft.Insights/workbooks")["properties"]!["serializedData"]!.ToString())!["items"]!.AsArray()
                .Select(item => item!["content"]!["query"]?.ToString() ?? ""));

    private static IEnumerable<string> Kinds(Snapshot snapshot, string type) =>
        snapshot.Of(type).Select(alert => alert["name"]!.ToString().Split('-')[1]).Order();

    private static string Describe(JsonObject setting)
    {
        var scope = setting["id"]!.ToString().Split("/providers/Microsoft.Insights/")[0].Split('/');
        var logs = setting["properties"]!["logs"]!.AsArray().Where(log => (bool)log!["enabled"]!);
        return $"{scope[^2]}: {string.Join(' ', logs.Select(log => log!["category"] ?? log["categoryGroup"]))}";
    }

    private static IEnumerable<string> Events() => typeof(TokenOptions).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventName).OfType<string>();

    private static IEnumerable<string> Instruments() => typeof(TokenOptions).Assembly.GetType("TokenIssuer.IssuerMetrics", throwOnError: true)!
        .GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<System.Diagnostics.Metrics.Instrument>().Select(instrument => instrument.Name).Order();

    [GeneratedRegex(@"event == '\w+'|event in \([^)]*\)")]
    private static partial Regex EventList();

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"name == '([a-z_.]+)'")]
    private static partial Regex Instrument();
}
