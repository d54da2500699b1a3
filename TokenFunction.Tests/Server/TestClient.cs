using System.Collections.Frozen;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Server;

/// <summary>Clients to register, each with an id of its own.</summary>
internal static class TestClient
{
    private static int next;

    /// <summary>Has the grant, <c>api:read</c> and <c>api:write</c>, and gets the first when it does not ask.</summary>
    public static Client New() => new()
    {
        Id = $"client-{Interlocked.Increment(ref next)}",
        Grants = FrozenSet.Create("client_credentials"),
        Scopes = FrozenSet.Create("api:read", "api:write"),
        DefaultScopes = "api:read",
    };

    /// <summary>Registers one, changed as asked; returns id and secret.</summary>
    public static async Task<(string Id, string Secret)> ClientAsync(this IssuerServer server, Func<Client, Client>? change = null)
    {
        var client = New();
        return (client.Id, await server.RegisterAsync(change?.Invoke(client) ?? client));
    }
}
