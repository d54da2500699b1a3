using System.Globalization;
using System.Text.Json;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;

namespace TokenFunction.Tests.Cli;

/// <summary>An operator at a shell: every command is the real executable, on one store. Azurite's is shared, so ids there are its own.</summary>
internal sealed class Operator : IDisposable
{
    private static readonly Dictionary<string, string> QuickServer = new() { ["Clients__YesFreshness"] = "00:00:01", ["Clients__NoFreshness"] = "00:00:00.2" };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("operator-");
    private readonly string suffix = Guid.NewGuid().ToString("N")[..8];

    private Operator(string? azurite) => Store = azurite ?? $"sqlite:{folder.FullName}/issuer.db";

    /// <summary>The value of <c>--store</c>.</summary>
    public string Store { get; }

    public string Folder => folder.FullName;

    public static Operator OnSqlite() => new(null);

    public static async Task<Operator> OnAsync(StoreKind kind)
    {
        if (kind == StoreKind.Sqlite) return OnSqlite();
        var text = await Azurite.ConnectionStringAsync();
        var port = new Uri(text.Split(';').Single(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal))["TableEndpoint=".Length..]).Port;
        return new Operator(string.Create(CultureInfo.InvariantCulture, $"azurite:{port}"));
    }

    /// <summary>A client id that no other test has.</summary>
    public string Id(string name) => $"{name}-{suffix}";

    /// <summary>Runs a command; the store is in the environment.</summary>
    public Task<Finished> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    public Task<Finished> RunAsync(string[] arguments, string? input, params (string Name, string Value)[] variables) =>
        Tokenctl.RunAsync(arguments, input, new Dictionary<string, string>(variables.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) { ["TOKENCTL_STORE"] = Store });

    /// <summary>Runs a command that must succeed in silence on standard error; returns its standard output.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        var finished = await RunAsync(arguments);
        Assert.Equal((0, ""), (finished.ExitCode, finished.Error));
        return finished.Output;
    }

    /// <summary>Runs a command with <c>--json</c>; returns the document.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse(await DoAsync([.. arguments, "--json"])).RootElement;

    /// <summary>Registers a client with one secret; returns the document of <c>secrets add</c>.</summary>
    public async Task<JsonElement> RegisterAsync(string id)
    {
        await DoAsync("clients", "create", id, "--scope", "api:read", "--default-scope", "api:read");
        return await JsonAsync("secrets", "add", id);
    }

    /// <summary>A server on the same store that believes what it read for a second.</summary>
    public Task<(Tokenctl Server, Uri Url)> ServeAsync() => Tokenctl.ServeAsync(QuickServer, "--store", Store);

    public string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
