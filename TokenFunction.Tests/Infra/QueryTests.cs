using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Infra;

/// <summary>Alerts and workbook ask for what the issuer really writes; nothing says so when they do not.</summary>
public sealed partial class QueryTests
{
    [OnBicep]
    [InlineData("main")]
    public async Task Queries_name_events_and_instruments_that_the_issuer_has(string parameters)
    {
        var queries = await QueriesAsync(parameters);
        var asked = EventList().Matches(queries).SelectMany(list => Quoted().Matches(list.Value)).Select(name => name.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(Logged().Select(message => message.EventName)));
        Assert.Equal(Instruments(), Instrument().Matches(queries).Select(name => name.Groups[1].Value).Distinct().Order());
    }

    /// <summary>The exporter keeps a log line's values and a metric's tags under their own names, and adds the event's name.</summary>
    [OnBicep]
    [InlineData("main")]
    public async Task Queries_read_dimensions_that_the_issuer_writes(string parameters)
    {
        var values = Logged().SelectMany(message => Placeholder().Matches(message.Message)).Select(name => name.Groups[1].Value);
        var asked = Dimension().Matches(await QueriesAsync(parameters)).Select(name => name.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except([.. values, .. Tags(), "EventName"]));
    }

    private static async Task<string> QueriesAsync(string parameters)
    {
        var snapshot = await Snapshot.OfAsync(parameters);
        return string.Join('\n', snapshot.Of("Microsoft.Insights/scheduledQueryRules")
            .Select(alert => alert["properties"]!["criteria"]!["allOf"]![0]!["query"]!.ToString())
            .Concat(JsonNode.Parse(snapshot.Single("Microsoft.Insights/workbooks")["properties"]!["serializedData"]!.ToString())!["items"]!.AsArray()
                .Select(item => item!["content"]!["query"]?.ToString() ?? "")));
    }

    private static IEnumerable<LoggerMessageAttribute> Logged() => typeof(TokenOptions).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>();

    private static IEnumerable<string> Instruments() => typeof(TokenOptions).Assembly.GetType("TokenIssuer.IssuerMetrics", throwOnError: true)!
        .GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<System.Diagnostics.Metrics.Instrument>().Select(instrument => instrument.Name).Order();

    private static IEnumerable<string> Tags() => Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "..", "TokenIssuer"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => Tag().Matches(File.ReadAllText(file))).Select(name => name.Groups[1].Value);

    [GeneratedRegex(@"event == '\w+'|event in \([^)]*\)")]
    private static partial Regex EventList();

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"name == '([a-z_.]+)'")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"customDimensions\.(\w+)")]
    private static partial Regex Dimension();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("KeyValuePair<string, object\\?>(?: \\w+ = new)?\\(\"([a-z_]+)\"")]
    private static partial Regex Tag();
}
