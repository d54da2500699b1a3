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
        _ => new Lazy<Task<Snapshot>>(() => EvaluateAsync(parameterFile, changes, "test", []))).Value;

    /// <summary>The same, never from memory, under a deployment's name and with environment variables.</summary>
    public static async Task<Snapshot> EvaluateAsync(
        string parameterFile, (string Name, string Value)[] changes, string deployment, Dictionary<string, string> environment)
    {
        using var copy = new TemplateCopy();
        var parameters = copy.PathOf(parameterFile + ".bicepparam");
        await File.WriteAllTextAsync(parameters, Changed(await File.ReadAllTextAsync(parameters), changes));
        await Bicep.RunAsync(
            environment, "snapshot", parameters, "--mode", "overwrite", "--deployment-name", deployment, "--location", "westeurope",
            "--subscription-id", "11111111-1111-1111-1111-111111111111", "--tenant-id", "22222222-2222-2222-2222-222222222222", "--resource-group", "rg");
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
