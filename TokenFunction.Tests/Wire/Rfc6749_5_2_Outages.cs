using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;

namespace TokenFunction.Tests.Wire;

/// <summary>Conformance C5.58, C5.60, C5.62 and C6.76: faults of ours are 503 or 500 in JSON, and what is in memory goes on.</summary>
public sealed class Rfc6749_5_2_Outages
{
    private const string Grant = "grant_type=client_credentials";
    private static readonly string[] Metadata = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"];

    [Fact]
    public async Task C5_62_while_the_store_is_down_unknown_clients_get_503_and_known_ones_their_token()
    {
        TroubledTable store = null!;
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Table = real => store = new TroubledTable(real) });
        var (known, secret) = await server.ClientAsync();
        var (unseen, other) = await server.ClientAsync();
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(known, secret))).Status);
        store.Down = true;

        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(known, secret))).Status);
        ShouldBeUnavailable(await server.PostAsync(Grant, IssuerServer.Basic(unseen, other)));
        ShouldBeUnavailable(await server.PostAsync($"{Grant}&client_id=nobody&client_secret=x"));
        Assert.Contains(server.Log, line => line.StartsWith("Error Unavailable: Answered 503: store", StringComparison.Ordinal));

        store.Down = false;
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(unseen, other))).Status);
    }

    [Fact]
    public async Task C5_62_C6_76_while_the_keys_are_down_tokens_are_503_and_the_JWKS_is_served()
    {
        TroubledSigner keys = null!;
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Signer = real => keys = new TroubledSigner(real) });
        var (id, secret) = await server.ClientAsync();
        var before = await server.GetAsync("/.well-known/jwks.json");
        keys.Down = true;

        var reply = await server.PostAsync(Grant, IssuerServer.Basic(id, secret));
        ShouldBeUnavailable(reply);
        Assert.Equal(TimeSpan.FromSeconds(7), reply.Headers.RetryAfter?.Delta);
        var after = await server.GetAsync("/.well-known/jwks.json");
        Assert.Equal((200, before.Body), (after.Status, after.Body));
        foreach (var path in Metadata) Assert.Equal(200, (await server.GetAsync(path)).Status);

        keys.Down = false;
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
    }

    [Fact]
    public async Task C6_76_keys_that_were_never_reached_are_503_and_readyz_names_them()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Signer = real => new TroubledSigner(real) { Down = true } });
        var (id, secret) = await server.ClientAsync();

        ShouldBeUnavailable(await server.GetAsync("/.well-known/jwks.json"));
        ShouldBeUnavailable(await server.PostAsync(Grant, IssuerServer.Basic(id, secret)));
        foreach (var path in Metadata) Assert.Equal(200, (await server.GetAsync(path)).Status);
        Assert.Equal(200, (await server.GetAsync("/healthz")).Status);
        var ready = await server.GetAsync("/readyz");
        Assert.Equal((503, """["keys"]""", "no-store"), (ready.Status, ready["failing"], ready.Headers.CacheControl?.ToString()));
        Assert.NotNull(ready.Headers.RetryAfter);
        // The background says it, after a try of its own.
        Assert.True(SpinWait.SpinUntil(() => server.Log.Any(NotReady), TimeSpan.FromSeconds(30)));
        Assert.Single(server.Log, NotReady);

        static bool NotReady(string line) => line.StartsWith("Critical NotReady: keys", StringComparison.Ordinal);
    }

    [Fact]
    public async Task C5_58_a_defect_of_ours_is_500_in_json_and_says_nothing()
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Table = real => new TroubledTable(real) { Defective = true } });

        var reply = await server.PostAsync(Grant, IssuerServer.Basic("somebody", "x"));

        reply.ShouldRefuse(500, "server_error");
        Assert.Contains(server.Log, line => line.StartsWith("Critical Unexpected", StringComparison.Ordinal));
    }

    private static void ShouldBeUnavailable(Reply reply)
    {
        reply.ShouldRefuse(503, "temporarily_unavailable");
        Assert.True(reply.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }
}
