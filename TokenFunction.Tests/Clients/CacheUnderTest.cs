using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Clients;

/// <summary>A cache over a real SQLite table that can be down or slow, with a clock that a test moves.</summary>
internal sealed class CacheUnderTest : IDisposable
{
    private readonly TestStore store = TestStore.Sqlite();
    private readonly Capture log = new();

    private CacheUnderTest(Action<ClientOptions>? change)
    {
        var options = new ClientOptions();
        change?.Invoke(options);
        Table = new TroubledTable(store.Open(ClientRegistry.TableName));
        Cache = new ClientCache(new ClientRegistry(Table, Clock), Options.Create(options), Clock, log.For<ClientCache>());
    }

    public FakeTimeProvider Clock { get; } = new();

    public TroubledTable Table { get; }

    public ClientCache Cache { get; }

    public int StaleWarnings => log.Lines.Count(line => line.StartsWith("Error ServedStale", StringComparison.Ordinal));

    public static async Task<CacheUnderTest> CreateAsync(Action<ClientOptions>? change = null)
    {
        var test = new CacheUnderTest(change);
        await test.Table.CreateAsync(default);
        return test;
    }

    /// <summary>Writes a client as an operator does: not through the cache.</summary>
    public Task RegisterAsync(string id) => new ClientRegistry(Table, Clock).CreateAsync(
        new Client { Id = id, Grants = FrozenSet<string>.Empty, Secrets = [new ClientSecret { Id = "s1", Hash = SecretHash.Of(id, "x") }] }, default);

    /// <summary>Adds a secret as an operator does.</summary>
    public Task AddSecretAsync(string id, string secretId) => Table.WriteAsync(
        [TableWrite.Insert(new TableRow(id, "secret:" + secretId) { Columns = { ["hash"] = SecretHash.Of(id, "x") } })], default);

    /// <summary>Revokes a secret as an operator does.</summary>
    public Task RevokeAsync(string id, string secretId) => Table.WriteAsync(
        [TableWrite.Merge(new TableRow(id, "secret:" + secretId) { ETag = TableWrite.AnyVersion, Columns = { ["hash"] = "", ["revokedAt"] = Clock.GetUtcNow() } })], default);

    /// <summary>The reading that would let the client in.</summary>
    public async Task<Client?> YesAsync(string id) => Cache.Fresh(id) ?? await Cache.ForYesAsync(id, default);

    /// <summary>The reading that would turn it away.</summary>
    public async Task<Client?> NoAsync(string id) => await NoAsync(id, 1);

    /// <summary>The same for one of several secrets.</summary>
    public async Task<Client?> NoAsync(string id, long credential) => await Cache.ForNoAsync(id, credential, Clock.GetTimestamp(), default);

    public void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose() => store.Dispose();
}
