using Microsoft.Extensions.DependencyInjection;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Wire;

/// <summary>RFC 7662: is this token good, now?</summary>
public sealed class Rfc7662_Introspection
{
    private const string Api = "https://api.example.com";

    [Theory, OnSqlite, OnAzurite]
    public async Task C8_87_an_active_token_is_described_whole(StoreKind on)
    {
        await using var server = await StartAsync(on);
        var (api, apiSecret) = await ApiAsync(server);
        var (id, secret) = await WorkloadAsync(server);
        var reply = await server.IntrospectAsync(await server.TokenAsync(id, secret), api, apiSecret);

        Assert.Equal((200, "no-store"), (reply.Status, reply.Headers.CacheControl!.ToString()));
        Assert.Equal(("True", "api:read", id, "Bearer"), (reply["active"], reply["scope"], reply["client_id"], reply["token_type"]));
        Assert.Equal((id, Api, server.Issuer), (reply["sub"], reply["aud"], reply["iss"]));
        Assert.Equal(3600, reply.Json.GetProperty("exp").GetInt64() - reply.Json.GetProperty("iat").GetInt64());
        Assert.Equal(22, reply["jti"]!.Length);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task C8_91_a_revoked_token_is_inactive_at_once_and_its_neighbour_is_not(StoreKind on)
    {
        await using var server = await StartAsync(on);
        var (api, apiSecret) = await ApiAsync(server);
        var (id, secret) = await WorkloadAsync(server);
        var (first, second) = (await server.TokenAsync(id, secret), await server.TokenAsync(id, secret));
        Assert.Equal((200, ""), Shape(await server.RevokeAsync(first, id, secret)));
        ShouldBeInactive(await server.IntrospectAsync(first, api, apiSecret));
        Assert.Equal("True", (await server.IntrospectAsync(second, api, apiSecret))["active"]);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_client_that_is_disabled_marked_or_deleted_takes_its_tokens_along(StoreKind on)
    {
        await using var server = await StartAsync(on);
        var registry = server.Services.GetRequiredService<ClientRegistry>();
        var (api, apiSecret) = await ApiAsync(server);
        var (id, secret) = await WorkloadAsync(server);
        var token = await server.TokenAsync(id, secret);
        async Task<string> ActiveAsync() => (await server.IntrospectAsync(token, api, apiSecret))["active"]!;

        await registry.ChangeAsync(id, (client, _) => client with { Enabled = false }, null, default);
        Assert.Equal("False", await ActiveAsync());
        await registry.ChangeAsync(id, (client, _) => client with { Enabled = true }, null, default);
        Assert.Equal("True", await ActiveAsync());
        await registry.ChangeAsync(id, (client, now) => client with { TokensNotBefore = now.ToUnixTimeSeconds() + 1 }, null, default);
        Assert.Equal("False", await ActiveAsync());
        await registry.ChangeAsync(id, (client, now) => client with { TokensNotBefore = now.ToUnixTimeSeconds() - 3600 }, null, default);
        Assert.Equal("True", await ActiveAsync());
        await registry.DeleteAsync(id, default);
        Assert.Equal("False", await ActiveAsync());
        // Another of the same id, registered in a later second than the token is from. The store's clock may be a second early.
        var later = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 2;
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() < later) await Task.Delay(10);
        await server.RegisterAsync(Workload() with { Id = id });
        Assert.Equal("False", await ActiveAsync());
    }

    [Fact]
    public async Task C8_85_introspection_wants_credentials_a_token_and_a_POST()
    {
        await using var server = await StartAsync(StoreKind.Sqlite);
        var (api, apiSecret) = await ApiAsync(server);
        (await server.PostAsync("token=abc", path: "/oauth/introspect")).ShouldRefuse(401, "invalid_client", challenge: true);
        (await server.IntrospectAsync("abc", api, "wrong")).ShouldRefuse(401, "invalid_client", challenge: true);
        (await server.PostAsync("x=y", IssuerServer.Basic(api, apiSecret), path: "/oauth/introspect")).ShouldRefuse(400, "invalid_request");
        (await server.PostAsync("token=a&token=b", IssuerServer.Basic(api, apiSecret), path: "/oauth/introspect")).ShouldRefuse(400, "invalid_request");
        (await server.GetAsync("/oauth/introspect?token=abc")).ShouldRefuse(405, "invalid_request");
    }

    [Fact]
    public async Task With_the_store_down_it_is_503_and_never_a_guess()
    {
        var trouble = new Dictionary<string, TroubledTable>();
        using var store = TestStore.Sqlite();
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Table = real => trouble["clients"] = new TroubledTable(real) });
        var (api, apiSecret) = await ApiAsync(server);
        var (id, secret) = await WorkloadAsync(server);
        var token = await server.TokenAsync(id, secret);
        Assert.Equal("True", (await server.IntrospectAsync(token, api, apiSecret))["active"]);
        trouble["clients"].Down = true;
        var reply = await server.IntrospectAsync(token, api, apiSecret);
        reply.ShouldRefuse(503, "temporarily_unavailable");
        Assert.NotNull(reply.Headers.RetryAfter);
    }

    [Fact]
    public async Task C7_83_the_metadata_advertises_both_endpoints_and_how_to_authenticate()
    {
        await using var server = await StartAsync(StoreKind.Sqlite);
        var metadata = (await server.GetAsync("/.well-known/oauth-authorization-server")).Json;
        foreach (var (name, path) in new[] { ("introspection", "/oauth/introspect"), ("revocation", "/oauth/revoke") })
        {
            Assert.Equal(server.Issuer + path, metadata.GetProperty(name + "_endpoint").GetString());
            Assert.Equal(
                ["client_secret_basic", "client_secret_post"],
                metadata.GetProperty(name + "_endpoint_auth_methods_supported").EnumerateArray().Select(value => value.GetString()!));
        }
    }

    private static Client Workload() => TestClient.New() with { Audiences = [Api] };

    private static Task<(string Id, string Secret)> WorkloadAsync(IssuerServer server) => server.ClientAsync(client => client with { Audiences = [Api] });

    private static Task<(string Id, string Secret)> ApiAsync(IssuerServer server) =>
        server.ClientAsync(client => client with { Introspects = ["urn:another", Api], Grants = new HashSet<string>() });

    private static async Task<IssuerServer> StartAsync(StoreKind on) =>
        await IssuerServer.StartAsync(new IssuerServer { Store = on == StoreKind.Azurite ? await TestStore.AzuriteAsync() : null });

    private static (int, string) Shape(Reply reply) => (reply.Status, reply.Body);

    private static void ShouldBeInactive(Reply reply) => Assert.Equal((200, """{"active":false}"""), Shape(reply));
}
