using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;

namespace TokenFunction.Tests.Cli;

/// <summary>A running server, a workload, and an API that introspects: what there is when something leaks.</summary>
internal sealed class LeakScene : IAsyncDisposable
{
    private const string Audience = "https://api.example.com";

    private readonly Tokenctl server;
    private readonly HttpClient http;
    private readonly string api;
    private string apiSecret = "";

    private LeakScene(Operator shell, Tokenctl server, Uri url)
    {
        Shell = shell;
        this.server = server;
        http = new HttpClient { BaseAddress = url };
        Workload = shell.Id("workload");
        api = shell.Id("the-api");
    }

    public Operator Shell { get; }

    /// <summary>The workload's client id.</summary>
    public string Workload { get; }

    public static async Task<LeakScene> SetAsync(StoreKind on)
    {
        var shell = await Operator.OnAsync(on);
        var (server, url) = await shell.ServeAsync();
        var scene = new LeakScene(shell, server, url);
        await shell.DoAsync("clients", "create", scene.api, "--no-grants", "--introspects", Audience);
        scene.apiSecret = await scene.SecretAsync(scene.api);
        await shell.DoAsync("clients", "create", scene.Workload, "--scope", "api:read", "--default-scope", "api:read", "--audience", Audience);
        return scene;
    }

    /// <summary>A new secret of a client.</summary>
    public async Task<string> SecretAsync(string id) => (await Shell.JsonAsync("secrets", "add", id)).GetProperty("secret").GetString()!;

    /// <summary>What the workload gets for a secret: a token, or null.</summary>
    public async Task<string?> TokenAsync(string secret) =>
        (await AskAsync("/oauth/token", "grant_type=client_credentials", Workload, secret)).TryGetProperty("access_token", out var token) ? token.GetString() : null;

    /// <summary>What the API is told of a token.</summary>
    public async Task<bool> IsActiveAsync(string token) => (await AskAsync("/oauth/introspect", "token=" + token, api, apiSecret)).GetProperty("active").GetBoolean();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        Shell.Dispose();
    }

    private async Task<JsonElement> AskAsync(string path, string form, string id, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(IssuerServer.Basic(id, secret));
        using var reply = await http.SendAsync(request);
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
    }
}
