using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;

namespace TokenIssuer.Benchmarks.InProcess;

/// <summary>A whole issuer in this process, over a new SQLite file and new local keys, with one client.</summary>
internal sealed class Workbench : IDisposable
{
    public const string ClientId = "workload-1";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("benchmarks-");
    private readonly SqliteStore store;

    private Workbench(string algorithm, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        store = SqliteStore.Open(Path.Combine(folder.FullName, "issuer.db"), TimeProvider.System);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Token:Issuer", "https://tokens.example.com"), .. settings]).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information));
        services.AddTokenIssuer(configuration);
        foreach (var name in OpenStore.Tables) services.AddKeyedSingleton<ITable>(name, store.Table(name));
        services.AddSingleton<ITokenSigner>(provider => new LocalSigner(
            Path.Combine(folder.FullName, "keys"), algorithm, TimeProvider.System, provider.GetRequiredService<ILogger<LocalSigner>>()));
        Services = services.BuildServiceProvider();
        Issuer = Services.GetRequiredService<Issuer>();
    }

    public ServiceProvider Services { get; }

    public Issuer Issuer { get; }

    /// <summary>The client's secret.</summary>
    public string Secret { get; } = SecretText.Generate();

    public static async Task<Workbench> CreateAsync(string algorithm, params KeyValuePair<string, string?>[] settings)
    {
        var bench = new Workbench(algorithm, settings);
        ((LocalSigner)bench.Services.GetRequiredService<ITokenSigner>()).Create();
        foreach (var name in OpenStore.Tables) await bench.store.Table(name).CreateAsync(default);
        await bench.RegisterAsync(Client(ClientId) with { Secrets = [SecretRotation.Create(ClientId, bench.Secret, DateTimeOffset.UtcNow)] });
        return bench;
    }

    public static Client Client(string id) => new()
    {
        Id = id,
        Grants = FrozenSet.Create("client_credentials"),
        Scopes = FrozenSet.Create("api:read", "api:write"),
        DefaultScopes = "api:read",
        Audiences = ["https://api.example.com"],
        Introspects = ["https://api.example.com"],
    };

    /// <summary>Makes a SQLite file with clients in it; returns the secret of each.</summary>
    public static async Task<string[]> RegisterAsync(string path, params Client[] clients)
    {
        using var store = SqliteStore.Open(path, TimeProvider.System);
        foreach (var name in OpenStore.Tables) await store.Table(name).CreateAsync(default);
        var registry = new ClientRegistry(store.Table(ClientRegistry.TableName), TimeProvider.System);
        var secrets = Array.ConvertAll(clients, _ => SecretText.Generate());
        foreach (var (client, secret) in clients.Zip(secrets))
            await registry.CreateAsync(client with { Secrets = [SecretRotation.Create(client.Id, secret, DateTimeOffset.UtcNow)] }, default);
        return secrets;
    }

    public Task RegisterAsync(Client client) => Services.GetRequiredService<ClientRegistry>().CreateAsync(client, default);

    /// <summary>A token request; with Basic unless <paramref name="inBody"/>.</summary>
    public static IssuerRequest TokenRequest(string id, string secret, bool inBody = false) =>
        Post("/oauth/token", "grant_type=client_credentials&scope=api%3Aread" + (inBody ? $"&client_id={id}&client_secret={secret}" : ""), inBody ? null : Basic(id, secret));

    public static IssuerRequest Post(string path, string form, string? authorization) => new()
    {
        Method = "POST",
        Path = path,
        Header = name => name switch { "Content-Type" => "application/x-www-form-urlencoded", "Authorization" => authorization, _ => null },
        Body = Encoding.UTF8.GetBytes(form),
        Peer = System.Net.IPAddress.Loopback,
    };

    public static IssuerRequest Get(string path) => new() { Method = "GET", Path = path, Header = _ => null };

    public static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));

    /// <summary>Answers, and insists on the status: a benchmark of the wrong answer is worth nothing.</summary>
    public async ValueTask<IssuerResponse> AskAsync(IssuerRequest request, int status)
    {
        var response = await Issuer.HandleAsync(request, default);
        return response.Status == status ? response : throw new InvalidOperationException($"Status {response.Status}: {Encoding.UTF8.GetString(response.Body.Span)}");
    }

    public async Task<string> TokenAsync()
    {
        var response = await AskAsync(TokenRequest(ClientId, Secret), 200);
        return JsonDocument.Parse(response.Body).RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>The signing input of a token as the issuer writes it: what a bare signature is made over.</summary>
    public async Task<byte[]> SigningInputAsync()
    {
        var token = await TokenAsync();
        return Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);
    }

    /// <summary>A signature with nothing around it, what the token request is measured against; good until the next one.</summary>
    public static Signature BareSignature(string algorithm)
    {
        var signature = new byte[512];
        if (algorithm == SigningAlgorithm.ES256)
        {
            var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return input => signature.AsSpan(0, ec.SignData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        }

        var rsa = RSA.Create(2048);
        var padding = algorithm == SigningAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return input => signature.AsSpan(0, rsa.SignData(input, signature, HashAlgorithmName.SHA256, padding));
    }

    public void Dispose()
    {
        Services.Dispose();
        store.Dispose();
        folder.Delete(recursive: true);
    }
}

/// <summary>Signs the bytes.</summary>
internal delegate ReadOnlySpan<byte> Signature(byte[] input);
