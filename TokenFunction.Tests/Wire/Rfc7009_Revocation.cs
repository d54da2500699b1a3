using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>RFC 7009: a client ends a token of its own. What follows from it is in <see cref="Rfc7662_Introspection"/>.</summary>
public sealed class Rfc7009_Revocation(IssuerServer server) : IClassFixture<IssuerServer>
{
    [Fact]
    public async Task C8_89_what_is_no_token_of_ours_needs_no_ending_and_a_second_time_is_as_good()
    {
        var (id, secret) = await server.ClientAsync();
        var token = await server.TokenAsync(id, secret);
        foreach (var target in new[] { "garbage", token + "x", token, token, $"{token}&token_type_hint=refresh_token", $"{token}&token_type_hint=nonsense" })
        {
            var reply = await server.RevokeAsync(target, id, secret);
            Assert.Equal((200, "", 0L), (reply.Status, reply.Body, reply.ContentHeaders.ContentLength));
            Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
        }

        Assert.Contains(server.Log, line => line.StartsWith("Information TokenRevoked", StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task C8_90_revocation_wants_credentials_and_one_s_own_token()
    {
        var (id, secret) = await server.ClientAsync();
        var (other, otherSecret) = await server.ClientAsync(client => client with { Introspects = [server.Issuer] });
        var token = await server.TokenAsync(id, secret);
        (await server.PostAsync($"token={token}", path: "/oauth/revoke")).ShouldRefuse(401, "invalid_client", challenge: true);
        (await server.RevokeAsync(token, other, otherSecret)).ShouldRefuse(400, "invalid_request");
        Assert.Equal("True", (await server.IntrospectAsync(token, other, otherSecret))["active"]);
        (await server.PostAsync("x=y", IssuerServer.Basic(id, secret), path: "/oauth/revoke")).ShouldRefuse(400, "invalid_request");
        (await server.GetAsync("/oauth/revoke")).ShouldRefuse(405, "invalid_request");
    }
}
