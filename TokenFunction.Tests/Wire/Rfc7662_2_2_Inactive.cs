using System.Buffers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TokenFunction.Tests.Server;
using TokenIssuer.Keys;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Wire;

/// <summary>RFC 7662 §2.2: whatever is not active for this caller looks alike.</summary>
public sealed class Rfc7662_2_2_Inactive(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Api = "https://api.example.com";
    private const string Other = "https://other.example.com";

    [Fact]
    public async Task C8_86_what_we_did_not_write_is_inactive()
    {
        await using var elsewhere = await IssuerServer.StartAsync(new IssuerServer());
        var (api, apiSecret) = await ApiAsync(Api);
        var (id, secret) = await server.ClientAsync(client => client with { Audiences = [Api] });
        var token = await server.TokenAsync(id, secret);
        var foreign = await elsewhere.TokenAsync(id, await elsewhere.RegisterAsync(TestClient.New() with { Id = id, Audiences = [Api] }));
        var parts = token.Split('.');
        var forged = Convert.ToBase64String(Encoding.ASCII.GetBytes("""{"alg":"none","typ":"at+jwt"}""")).TrimEnd('=');

        Assert.Equal("True", (await server.IntrospectAsync(token, api, apiSecret))["active"]);
        foreach (var bad in new[]
        {
            foreign, "garbage", "..", "a.b.c", token + "x", token + ".x", "." + token, $"{parts[0]}.{parts[1]}.", $"{forged}.{parts[1]}.", $"{forged}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1][..^4]}AAAA.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2][..^4]}!!!!", "%F0%9F%92%A9.%F0%9F%92%A9.%F0%9F%92%A9", new string('.', 60_000),
            // RFC 7515 §2: no padding, no white space. What decodes to the same octets is another text.
            token + "%3D%3D", token + "%3D", token + "%0A", $"{parts[0]}.{parts[1]}.{parts[2][..9]}+{parts[2][9..]}", $"{parts[0]}.{parts[1]}+.{parts[2]}",
        })
        {
            ShouldBeInactive(await server.IntrospectAsync(bad, api, apiSecret));
        }
    }

    [Theory]
    [InlineData("as we issue them", 60, "", true)]
    [InlineData("expired", -1, "", false)]
    [InlineData("ends in this second", 0, "", false)]
    [InlineData("with our key under another name", 60, "x", false)]
    public async Task C8_86_our_own_signature_is_not_enough(string row, int expires, string more, bool active)
    {
        var (api, apiSecret) = await ApiAsync(Api);
        var client = TestClient.New();
        await server.RegisterAsync(client);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var token = await SignAsync(new Claims(server.Issuer + more, client.Id, [Api], "api:read", now, now + expires, TokenId.Next()));

        var reply = await server.IntrospectAsync(token, api, apiSecret);

        Assert.True(active == (reply["active"] == "True"), row);
        if (!active) ShouldBeInactive(reply);
    }

    [Fact]
    public async Task C8_88_one_of_the_tokens_audiences_must_be_the_callers()
    {
        var (id, secret) = await server.ClientAsync(client => client with { Audiences = [Api, Other] });
        var single = await server.TokenAsync(id, secret);
        var both = await server.TokenAsync(id, secret, $"&resource={Api}&resource={Other}");
        var (stranger, strangerSecret) = await ApiAsync(Other);

        ShouldBeInactive(await server.IntrospectAsync(single, stranger, strangerSecret));
        Assert.Equal("True", (await server.IntrospectAsync(both, stranger, strangerSecret))["active"]);
        ShouldBeInactive(await server.IntrospectAsync(single, id, secret));
    }

    private Task<(string Id, string Secret)> ApiAsync(string audience) => server.ClientAsync(client => client with { Introspects = [audience], Grants = new HashSet<string>() });

    /// <summary>A token with any claims, signed by the server's own key.</summary>
    private async Task<string> SignAsync(Claims claims)
    {
        var ring = server.Services.GetRequiredService<SigningKeyRing>();
        var key = await ring.SignerAsync(default);
        var token = new ArrayBufferWriter<byte>();
        var digest = JwtWriter.WriteSigningInput(token, JwtWriter.Header(key.Algorithm, key.Kid, "at+jwt"), claims);
        JwtWriter.WriteSignature(token, await ring.SignAsync(key, digest, default));
        return Encoding.ASCII.GetString(token.WrittenSpan);
    }

    private static void ShouldBeInactive(Reply reply) => Assert.Equal((200, """{"active":false}"""), (reply.Status, reply.Body));
}
