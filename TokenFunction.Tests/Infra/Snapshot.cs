using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Infra;

/// <summary>
/// What a parameter file would deploy, evaluated offline: Azure's own expressions are resolved but for what only a
/// running deployment knows, which stays text in brackets.
/// </summary>
internal sealed partial class Snapshot
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Snapshot>>> Evaluated = new();

    private const string Subscription = "11111111-1111-1111-1111-111111111111";

    private const string Tenant = "22222222-2222-2222-2222-222222222222";

    private readonly JsonNode root;

    private Snapshot(JsonNode root)
    {
        this.root = root;
        Resources = [.. root["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())];
    }

    public IReadOnlyList<JsonObject> Resources { get; }

    /// <summary>
    /// The snapshot of <c>main</c> (development) or <c>prod</c>, with parameters changed: pairs of a name and a Bicep
    /// expression. Evaluated once each.
    /// </summary>
    public static Task<Snapshot> OfAsync(string parameterFile, params (string Name, string Value)[] changes) => Evaluated.GetOrAdd(
        parameterFile + string.Concat(changes.Select(change => $"|{change.Name}={change.Value}")),
        _ => new Lazy<Task<Snapshot>>(() => AskServerAsync(parameterFile, changes))).Value;

    /// <summary>The same from a process of its own, under a deployment's name and with environment variables.</summary>
    public static async Task<Snapshot> EvaluateAsync(
        string parameterFile, (string Name, string Value)[] changes, string deployment, Dictionary<string, string> environment)
    {
        using var copy = new TemplateCopy();
        await Bicep.RunAsync(
            environment, "snapshot", Write(copy, parameterFile, changes), "--mode", "overwrite", "--deployment-name", deployment, "--location", "westeurope",
            "--subscription-id", Subscription, "--tenant-id", Tenant, "--resource-group", "rg");
        return new(JsonNode.Parse(await File.ReadAllTextAsync(copy.PathOf(parameterFile + ".snapshot.json")))!);
    }

    public IEnumerable<JsonObject> Of(string type) => Resources.Where(resource => resource["type"]!.ToString() == type);

    public JsonObject Single(string type, string nameStart = "") =>
        Assert.Single(Of(type), resource => resource["name"]!.ToString().StartsWith(nameStart, StringComparison.Ordinal));

    public string Output(string name) => root["outputs"]![name]!.ToString();

    public IReadOnlyDictionary<string, string> AppSettings() =>
        Single("Microsoft.Web/sites")["properties"]!["siteConfig"]!["appSettings"]!.AsArray()
            .ToDictionary(setting => setting!["name"]!.ToString(), setting => setting!["value"]!.ToString());

    /// <summary>The ids of what differs between the two: added, removed or changed.</summary>
    public IEnumerable<JsonObject> Differences(Snapshot other)
    {
        var mine = Resources.ToDictionary(Id);
        var theirs = other.Resources.ToDictionary(Id);
        return mine.Keys.Union(theirs.Keys)
            .Where(id => !JsonNode.DeepEquals(mine.GetValueOrDefault(id), theirs.GetValueOrDefault(id)))
            .Select(id => theirs.GetValueOrDefault(id) ?? mine[id]);
    }

    private static async Task<Snapshot> AskServerAsync(string parameterFile, (string Name, string Value)[] changes)
    {
        using var copy = new TemplateCopy();
        var answer = await BicepServer.CallAsync("bicep/getSnapshot", new()
        {
            ["path"] = Write(copy, parameterFile, changes),
            ["metadata"] = new JsonObject
            {
                ["tenantId"] = Tenant,
                ["subscriptionId"] = Subscription,
                ["resourceGroup"] = "rg",
                ["location"] = "westeurope",
                ["deploymentName"] = "test",
            },
        });
        return new(JsonNode.Parse(answer["snapshot"]!.ToString())!);
    }

    private static string Write(TemplateCopy copy, string parameterFile, (string Name, string Value)[] changes)
    {
        var parameters = copy.PathOf(parameterFile + ".bicepparam");
        File.WriteAllText(parameters, Changed(File.ReadAllText(parameters), changes));
        return parameters;
    }

    private static string Id(JsonObject resource) => resource["id"]!.ToString();

    /// <summary>In the parameter files every parameter is one line.</summary>
    private static string Changed(string text, (string Name, string Value)[] changes)
    {
        var names = changes.Select(change => change.Name).ToHashSet();
        return Parameter().Replace(text, line => names.Contains(line.Groups[1].Value) ? "" : line.Value)
            + string.Concat(changes.Select(change => $"param {change.Name} = {change.Value}\n"));
    }

    [GeneratedRegex(@"^param (\w+) = .*\n", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
