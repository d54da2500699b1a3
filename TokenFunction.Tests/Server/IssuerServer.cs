using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenIssuer.Cli.Serve;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenFunction.Tests.Server;

/// <summary>
/// The real server of <c>tokenctl serve</c> on a free port, over a new SQLite store. Fails when disposed if anything
/// secret is in its log.
/// </summary>
public sealed class IssuerServer : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("issuer-tests-").FullName;
    private readonly Capture log = new();
    private readonly ConcurrentBag<string> neverLogged = [];
    private WebApplication? app;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Issuer => Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public IEnumerable<string> Log => log.Lines;

    public async Task InitializeAsync()
    {
        var settings = new ServeSettings(
            "http://127.0.0.1:0", StoreLocation.Parse($"sqlite:{folder}/issuer.db"), null, null, "ES256", BehindProxy: false);
        app = await LocalServer.BuildAsync(
            settings, TextWriter.Null, builder => builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log.Provider), default);
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.First());
    }

    /// <summary>Registers a client with these secrets, or one that is live; returns the text of the first.</summary>
    internal async Task<string> RegisterAsync(Client client, params ClientSecret[] secrets)
    {
        var text = SecretText.Generate();
        neverLogged.Add(text);
        if (secrets.Length == 0) secrets = [new ClientSecret { Id = "s1", Hash = "" }];
        secrets[0] = secrets[0] with { Hash = SecretHash.Of(client.Id, text) };
        await app!.Services.GetRequiredService<ClientRegistry>()
            .CreateAsync(client with { Secrets = secrets }, default);
        return text;
    }

    /// <summary>POST /oauth/token with a raw body, so that nothing is repaired on the way.</summary>
    public async Task<Reply> PostAsync(string body, string? authorization = null, string contentType = "application/x-www-form-urlencoded", string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token" + query) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (authorization?.Length > 12) neverLogged.Add(authorization);
        if (body.Length > 12) neverLogged.Add(body);
        var reply = await SendAsync(request);
        if (reply.Status == 200) neverLogged.Add(reply["access_token"]!);
        return reply;
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return new Reply((int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    public static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));

    public async Task DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        Http.Dispose();
        Directory.Delete(folder, recursive: true);
        foreach (var secret in neverLogged) Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }
}

/// <summary>An answer as it came.</summary>
public sealed record Reply(int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Body)
{
    public string? this[string member] =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>RFC 6749 §5.2 and conformance C5.58, C5.59: JSON, never stored, plain ASCII, no input echoed.</summary>
    public void ShouldRefuse(int status, string error, bool challenge = false)
    {
        Assert.Equal((status, error), (Status, this["error"]));
        Assert.Equal("application/json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal("no-store", Headers.CacheControl?.ToString());
        Assert.Matches("^[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+$", this["error_description"]!);
        Assert.Equal(challenge, Headers.WwwAuthenticate.Count > 0);
        Assert.NotNull(ContentHeaders.ContentLength);
    }
}
