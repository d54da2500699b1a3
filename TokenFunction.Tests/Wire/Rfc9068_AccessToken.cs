using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>Conformance C6 and C11: the token itself, judged by a library the issuer does not use (RFC 9068, RFC 7518, RFC 8707).</summary>
public sealed class Rfc9068_AccessToken(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Grant = "grant_type=client_credentials";

    [Theory]
    [InlineData("ES256", 64)]
    [InlineData("RS256", 256)]
    [InlineData("PS256", 256)]
    public async Task C6_64_65_71_73_74_a_token_of_every_algorithm_verifies_with_the_published_key(string algorithm, int signatureLength)
    {
        await using var own = await IssuerServer.StartAsync(new IssuerServer { Algorithm = algorithm });
        var (id, secret) = await own.ClientAsync();
        var text = (await own.PostAsync($"{Grant}&client_id={id}&client_secret={secret}"))["access_token"]!;

        // .NET verifies PSS with a salt as long as the hash and no other: C6.71, 32 octets.
        var token = await VerifyAsync(own, text);

        Assert.Equal(("at+jwt", algorithm), (token.Typ, token.Alg));
        Assert.Equal(signatureLength, Base64UrlEncoder.DecodeBytes(token.EncodedSignature).Length);
        var key = Assert.Single(new JsonWebKeySet(await own.Http.GetStringAsync("/.well-known/jwks.json")).Keys);
        Assert.Equal((token.Kid, algorithm, "sig"), (key.Kid, key.Alg, key.Use));
        Assert.Equal(Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()), key.Kid);
    }

    [Fact]
    public async Task C6_65_67_68_69_every_claim_is_there_and_of_its_type()
    {
        var (id, secret) = await server.ClientAsync();
        var text = (await server.PostAsync(Grant, IssuerServer.Basic(id, secret)))["access_token"]!;
        var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(text.Split('.')[1])).RootElement;
        var metadata = (await server.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal(
            ["iss", "sub", "aud", "client_id", "iat", "nbf", "exp", "jti", "scope"], claims.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal(server.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(metadata.GetProperty("issuer").GetString(), claims.GetProperty("iss").GetString());
        Assert.Equal((id, id), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString()));
        Assert.Equal("api:read", claims.GetProperty("scope").GetString());
        var (iat, nbf, exp) = (claims.GetProperty("iat").GetInt64(), claims.GetProperty("nbf").GetInt64(), claims.GetProperty("exp").GetInt64());
        Assert.True(nbf <= iat);
        Assert.Equal(3600, exp - iat);
        Assert.DoesNotContain(".", claims.GetProperty("iat").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task C6_70_every_token_has_an_id_of_128_bits_of_its_own()
    {
        var (id, secret) = await server.ClientAsync();
        var ids = new HashSet<string>();
        for (var i = 0; i < 50; i++) ids.Add(new JsonWebToken((await server.PostAsync(Grant, IssuerServer.Basic(id, secret)))["access_token"]).Id);

        Assert.Equal(50, ids.Count);
        Assert.All(ids, jti => Assert.Equal(16, Base64UrlEncoder.DecodeBytes(jti).Length));
        // The audit trail names each (docs/security.md).
        Assert.All(ids, jti => Assert.Contains($"Debug TokenIssued: Token {jti} issued to {id} for api:read ", server.Log));
    }

    [Fact]
    public async Task C1_8_C6_66_resources_choose_the_audience_and_the_client_its_lifetime_and_typ()
    {
        var (id, secret) = await server.ClientAsync(client => client with
        {
            Audiences = ["https://a.example.com", "https://b.example.com"],
            TokenLifetime = TimeSpan.FromMinutes(5),
            TokenTyp = "JWT",
        });
        var byDefault = await server.PostAsync(Grant, IssuerServer.Basic(id, secret));
        Assert.Equal(["https://a.example.com"], new JsonWebToken(byDefault["access_token"]).Audiences);
        Assert.Equal(("JWT", "300"), (new JsonWebToken(byDefault["access_token"]).Typ, byDefault["expires_in"]));
        foreach (var second in new[] { "resource", "audience" })
        {
            var asked = await server.PostAsync($"{Grant}&resource=https://b.example.com&{second}=https://a.example.com", IssuerServer.Basic(id, secret));
            Assert.Equal(["https://b.example.com", "https://a.example.com"], new JsonWebToken(asked["access_token"]).Audiences);
        }
    }

    [Theory]
    [InlineData("C11.105 relative", "api", "malformed_target")]
    [InlineData("C11.105 fragment", "https://api.example.com/%23a", "malformed_target")]
    [InlineData("C11.105 not granted", "https://other.example.com", "target_not_allowed")]
    [InlineData("C11.105 one of two not granted", "https://api.example.com/&resource=https://other.example.com", "target_not_allowed")]
    public async Task A_resource_is_refused(string rule, string resource, string reason)
    {
        foreach (var audiences in new string[][] { [], ["https://api.example.com/"] })
        {
            var (id, secret) = await server.ClientAsync(client => client with { Audiences = audiences });
            var reply = await server.PostAsync($"{Grant}&resource={resource}", IssuerServer.Basic(id, secret));
            Assert.True(reply.Status == 400, rule);
            reply.ShouldRefuse(400, "invalid_target");
            Assert.Contains(server.Log, line => line.Contains($"Token refused: {reason} (client {id},", StringComparison.Ordinal));
        }
    }

    private static async Task<JsonWebToken> VerifyAsync(IssuerServer server, string token)
    {
        var keys = new JsonWebKeySet(await server.Http.GetStringAsync("/.well-known/jwks.json"));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = server.Issuer,
            ValidAudience = server.Issuer,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidTypes = ["at+jwt"],
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }
}
