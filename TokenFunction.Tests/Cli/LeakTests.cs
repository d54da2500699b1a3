using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Cli;

/// <summary>docs/security.md as an operator follows it: what has leaked is stopped.</summary>
public sealed class LeakTests : IAsyncLifetime
{
    private const string Api = "https://api.example.com";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("leak-tests-");
    private Tokenctl? server;
    private string? apiSecret;

    private HttpClient Http { get; } = new();

    private string Store => $"sqlite:{folder.FullName}/issuer.db";

    public async Task InitializeAsync()
    {
        server = Tokenctl.Start(["serve", "--urls", "http://127.0.0.1:0", "--store", Store], new Dictionary<string, string> { ["Clients__YesFreshness"] = "00:00:01", ["Clients__NoFreshness"] = "00:00:00" });
        var line = await server.LineAsync("Listening on ");
        Http.BaseAddress = new Uri(line["Listening on ".Length..line.IndexOf(". ", StringComparison.Ordinal)]);
        await DoneAsync("clients", "create", "the-api", "--no-grants", "--introspects", Api);
        apiSecret = await SecretAsync("the-api");
        await DoneAsync("clients", "create", "workload", "--scope", "api:read", "--default-scope", "api:read", "--audience", Api);
    }

    public async Task DisposeAsync()
    {
        await server!.DisposeAsync();
        Http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_leaked_secret_is_refused_and_its_tokens_are_inactive()
    {
        var secret = await SecretAsync("workload");
        var token = await TokenAsync(secret);
        Assert.True(await IsActiveAsync(token));
        var secrets = JsonDocument.Parse(await DoneAsync("secrets", "list", "workload", "--json")).RootElement.GetProperty("secrets");
        var id = secrets[0].GetProperty("secretId").GetString()!;

        var revoked = await Tokenctl.RunAsync("secrets", "revoke", "workload", id, "--force", "--tokens", "--wait", "2s", "--store", Store);
        Assert.True(revoked.ExitCode == 0, revoked.Error);
        Assert.Contains("inactive at introspection", revoked.Error, StringComparison.Ordinal);
        Assert.False(await IsActiveAsync(token));
        using var refused = await AskAsync("/oauth/token", "grant_type=client_credentials", "workload", secret);
        Assert.Equal(401, (int)refused.StatusCode);
        // A new secret works at once; the mark is of this second, so its token may need the next one.
        var fresh = await SecretAsync("workload");
        for (var limit = DateTime.UtcNow + Patience; !await IsActiveAsync(await TokenAsync(fresh));) Assert.True(DateTime.UtcNow < limit, "A new token stays inactive.");
    }

    [Fact]
    public async Task A_leaked_token_is_inactive_at_once_and_nothing_repeats_it()
    {
        var secret = await SecretAsync("workload");
        var (leaked, other) = (await TokenAsync(secret), await TokenAsync(secret));
        var done = await Tokenctl.RunAsync(["tokens", "revoke", "--store", Store], leaked + "\n");
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.DoesNotContain(leaked, done.Output + done.Error, StringComparison.Ordinal);
        Assert.False(await IsActiveAsync(leaked));
        Assert.True(await IsActiveAsync(other));

        await DoneAsync("clients", "revoke-tokens", "workload");
        Assert.False(await IsActiveAsync(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("e30.eyJleHAiOjF9.e30")]
    public async Task What_is_no_token_is_a_usage_error(string text)
    {
        var refused = await Tokenctl.RunAsync(["tokens", "revoke", "--store", Store], text + "\n");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Single(refused.Error.Trim().Split('\n'));
    }

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var done = await Tokenctl.RunAsync([.. arguments, "--store", Store]);
        Assert.True(done.ExitCode == 0, done.Error);
        return done.Output;
    }

    private async Task<string> SecretAsync(string id) =>
        JsonDocument.Parse(await DoneAsync("secrets", "add", id, "--json")).RootElement.GetProperty("secret").GetString()!;

    private async Task<string> TokenAsync(string secret)
    {
        using var reply = await AskAsync("/oauth/token", "grant_type=client_credentials", "workload", secret);
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task<bool> IsActiveAsync(string token)
    {
        using var reply = await AskAsync("/oauth/introspect", "token=" + token, "the-api", apiSecret!);
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("active").GetBoolean();
    }

    private Task<HttpResponseMessage> AskAsync(string path, string form, string id, string secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        return Http.SendAsync(request);
    }
}
