using System.Collections.Frozen;
using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Clients;

/// <summary>A registry over a fresh table of any store.</summary>
internal sealed record Registering(TestStore Store, ITable Table, ClientRegistry Registry, Revocations Revocations) : IDisposable
{
    public static async Task<Registering> OnAsync(StoreKind on)
    {
        var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        return new Registering(store, table, new ClientRegistry(table, TimeProvider.System), new Revocations(await store.TableAsync("revocations"), TimeProvider.System));
    }

    public static Client Client(string id, params ClientSecret[] secrets) => new()
    {
        Id = id,
        Grants = FrozenSet.Create("client_credentials"),
        Scopes = FrozenSet.Create("api:read", "api:write"),
        DefaultScopes = "api:read",
        Secrets = secrets,
    };

    public static ClientSecret Secret(string clientId, string id, string text = "secret") => new() { Id = id, Hash = SecretHash.Of(clientId, text), Prefix = "tfs_abcd" };

    public void Dispose() => Store.Dispose();
}
