using System.Text.Json;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>Conformance C4: what a token comes with (RFC 6749 §3.3, §4.4.3, §5.1).</summary>
public sealed class Rfc6749_5_1_SuccessResponse(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Grant = "grant_type=client_credentials";

    [Fact]
    public async Task C4_51_to_54_a_token_is_never_stored_is_a_bearer_and_says_its_scope()
    {
        var (id, secret) = await server.ClientAsync();
        var reply = await server.PostAsync(Grant, IssuerServer.Basic(id, secret));
        Assert.Equal((200, "application/json"), (reply.Status, reply.ContentHeaders.ContentType?.MediaType));
        Assert.Equal(("no-store", "no-cache"), (reply.Headers.CacheControl!.ToString(), reply.Headers.Pragma.ToString()));
        Assert.Equal(["access_token", "token_type", "expires_in", "scope"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Bearer", reply["token_type"]);
        Assert.Equal((JsonValueKind.Number, 3600), (reply.Json.GetProperty("expires_in").ValueKind, reply.Json.GetProperty("expires_in").GetInt64()));
        Assert.Equal("api:read", reply["scope"]);
        Assert.Equal(reply.Body.Length, reply.ContentHeaders.ContentLength);
    }

    [Theory]
    [InlineData("C4.54 both", "api:read+api:write", "api:read api:write")]
    [InlineData("C4.56 the order is the client's", "api:write+api:read", "api:write api:read")]
    [InlineData("C4.56 duplicates collapse", "api:read+api:read", "api:read")]
    public async Task A_scope_is_granted(string rule, string asked, string granted)
    {
        var (id, secret) = await server.ClientAsync();
        var reply = await server.PostAsync($"{Grant}&scope={asked}", IssuerServer.Basic(id, secret));
        Assert.True((200, granted) == (reply.Status, reply["scope"]), rule);
    }

    [Theory]
    [InlineData("C4.55 not the client's", "api:admin")]
    [InlineData("C4.55 one of two not the client's", "api:read+api:admin")]
    [InlineData("C4.55 two spaces", "api:read++api:write")]
    [InlineData("C4.55 tab", "api:read%09api:write")]
    [InlineData("C4.55 quote", "%22")]
    [InlineData("C4.55 backslash", "%5C")]
    [InlineData("C4.55 not ASCII", "%C3%A9")]
    [InlineData("C4.56 another case", "API:read")]
    public async Task A_scope_is_refused(string rule, string asked)
    {
        var (id, secret) = await server.ClientAsync();
        var reply = await server.PostAsync($"{Grant}&scope={asked}", IssuerServer.Basic(id, secret));
        Assert.True(reply.Status == 400, rule);
        reply.ShouldRefuse(400, "invalid_scope");
    }

    [Fact]
    public async Task C4_57_who_asks_for_nothing_gets_the_default_and_without_one_nothing()
    {
        var (some, a) = await server.ClientAsync(client => client with { DefaultScopes = "api:write" });
        Assert.Equal("api:write", (await server.PostAsync(Grant, IssuerServer.Basic(some, a)))["scope"]);
        var (none, b) = await server.ClientAsync(client => client with { DefaultScopes = "" });
        (await server.PostAsync(Grant, IssuerServer.Basic(none, b))).ShouldRefuse(400, "invalid_scope");
    }
}
