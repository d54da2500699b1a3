using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenFunction.Tests.Storage;
using TokenIssuer.Cli.Serve;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Keys;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Server;

/// <summary>
/// The real server of <c>tokenctl serve</c> on a free port, over a new SQLite store. Fails when disposed if anything
/// secret is in its log.
/// </summary>
public sealed class IssuerServer : IAsyncLifetime, IAsyncDisposable
{
    private static readonly string[] Tables = [ClientRegistry.TableName, Revocations.TableName];

    private readonly string folder = Directory.CreateTempSubdirectory("issuer-tests-").FullName;
    private readonly Capture log = new();
    private readonly ConcurrentBag<string> neverLogged = [];
    private WebApplication? app;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public string Issuer => Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public IEnumerable<string> Log => log.Lines;

    internal string Algorithm { get; init; } = SigningAlgorithm.ES256;

    /// <summary>Stands between the issuer and its table of clients.</summary>
    internal Func<ITable, ITable>? Table { get; init; }

    /// <summary>Stands between the issuer and its keys.</summary>
    internal Func<ITokenSigner, ITokenSigner>? Signer { get; init; }

    /// <summary>Where the tables are, if not in a SQLite file of its own.</summary>
    internal TestStore? Store { get; init; }

    /// <summary>Settings of the issuer, such as <c>Guard:FailuresPerClient</c>.</summary>
    internal Dictionary<string, string?> Settings { get; init; } = [];

    internal IServiceProvider Services => app!.Services;

    public static async Task<IssuerServer> StartAsync(IssuerServer server)
    {
        await server.InitializeAsync();
        return server;
    }

    public async Task InitializeAsync()
    {
        var settings = new ServeSettings(
            "http://127.0.0.1:0", StoreLocation.Parse($"sqlite:{folder}/issuer.db"), null, null, Algorithm, BehindProxy: false);
        if (Store is not null)
        {
            foreach (var table in Tables) await Store.TableAsync(table);
        }

        app = await LocalServer.BuildAsync(settings, TextWriter.Null, Configure, default);
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.First());
    }

    /// <summary>Registers a client with these secrets, or one that is live; returns the text of the first.</summary>
    internal async Task<string> RegisterAsync(Client client, params ClientSecret[] secrets)
    {
        var text = SecretText.Generate();
        NeverLog(text);
        if (secrets.Length == 0) secrets = [new ClientSecret { Id = "s1", Hash = "" }];
        secrets[0] = secrets[0] with { Hash = SecretHash.Of(client.Id, text) };
        await app!.Services.GetRequiredService<ClientRegistry>()
            .CreateAsync(client with { Secrets = secrets }, default);
        return text;
    }

    /// <summary>Fails the fixture if this ever shows in the log.</summary>
    public void NeverLog(string secret) => neverLogged.Add(secret);

    /// <summary>A POST with a raw body, so that nothing is repaired on the way.</summary>
    public async Task<Reply> PostAsync(
        string body, string? authorization = null, string contentType = "application/x-www-form-urlencoded", string query = "", string path = "/oauth/token")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path + query) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (authorization?.Length > 12) NeverLog(authorization);
        if (body.Length > 12) NeverLog(body);
        var reply = await SendAsync(request);
        if (reply.Status == 200 && path == "/oauth/token") NeverLog(reply["access_token"]!);
        return reply;
    }

    public async Task<Reply> GetAsync(string path) => await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return new Reply((int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// Bytes as no client library would send them, on a connection of their own; returns all that came back before the
    /// server closed it. <paramref name="hangUp"/>: end our side first.
    /// </summary>
    public async Task<string> SendRawAsync(byte[] request, bool hangUp = false)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new TcpClient();
        await socket.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port, limit.Token);
        var stream = socket.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, limit.Token);
            if (hangUp) socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // Reset: what came before it counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    public static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));

    public async Task DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        Http.Dispose();
        Directory.Delete(folder, recursive: true);
        foreach (var secret in neverLogged) Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    ValueTask IAsyncDisposable.DisposeAsync() => new(DisposeAsync());

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log.Provider);
        builder.Configuration.AddInMemoryCollection(Settings);
        var services = builder.Services;
        if (Store is not null)
        {
            foreach (var table in Tables) services.AddKeyedSingleton(table, Store.Open(table));
        }

        if (Table is not null)
        {
            var real = services.Last(service => service.ServiceType == typeof(ITable) && Equals(service.ServiceKey, ClientRegistry.TableName));
            services.AddKeyedSingleton(ClientRegistry.TableName, (provider, key) => Table((ITable)real.KeyedImplementationFactory!(provider, key)));
        }

        if (Signer is not null)
        {
            var real = services.Last(service => service.ServiceType == typeof(ITokenSigner));
            services.AddSingleton(provider => Signer((ITokenSigner)real.ImplementationFactory!(provider)));
        }
    }
}
