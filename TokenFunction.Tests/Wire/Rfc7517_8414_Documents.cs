using System.Net;
using System.Text.Json;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>Conformance C6.72–C6.77 and C7: JWKS and metadata (RFC 7517, RFC 8414).</summary>
public sealed class Rfc7517_8414_Documents(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Jwks = "/.well-known/jwks.json";

    [Theory]
    [InlineData(Jwks, "application/jwk-set+json")]
    [InlineData("/.well-known/oauth-authorization-server", "application/json")]
    [InlineData("/.well-known/openid-configuration", "application/json")]
    public async Task C6_75_C6_77_C7_78_C7_84_public_documents_are_cacheable_validated_and_open(string path, string type)
    {
        using var get = await server.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, type), (get.StatusCode, get.Content.Headers.ContentType?.MediaType));
        Assert.Equal("public, max-age=3600", get.Headers.CacheControl?.ToString());
        Assert.Equal("*", Assert.Single(get.Headers.GetValues("Access-Control-Allow-Origin")));

        var conditional = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { get.Headers.ETag! } } };
        Assert.Equal(304, (await server.SendAsync(conditional)).Status);
        var head = await server.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal((200, "", get.Content.Headers.ContentLength), (head.Status, head.Body, head.ContentHeaders.ContentLength));
        Assert.Equal(204, (await server.SendAsync(new HttpRequestMessage(HttpMethod.Options, path))).Status);
    }

    [Theory]
    [InlineData("ES256", "kty use alg kid crv x y", "x y", 32)]
    [InlineData("RS256", "kty use alg kid e n", "n", 256)]
    [InlineData("PS256", "kty use alg kid e n", "n", 256)]
    public async Task C6_72_C6_73_a_key_has_its_public_members_alone_at_full_length(string algorithm, string members, string numbers, int length)
    {
        await using var own = await IssuerServer.StartAsync(new IssuerServer { Algorithm = algorithm });
        var key = Assert.Single((await own.GetAsync(Jwks)).Json.GetProperty("keys").EnumerateArray());

        Assert.Equal(members, string.Join(' ', key.EnumerateObject().Select(member => member.Name)));
        foreach (var name in numbers.Split(' '))
        {
            var text = key.GetProperty(name).GetString()!;
            Assert.Matches("^[A-Za-z0-9_-]+$", text);
            var octets = Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(text);
            Assert.Equal(length, octets.Length);
            if (name == "n") Assert.NotEqual(0, octets[0]);
        }
    }

    [Fact]
    public async Task C7_79_to_82_the_metadata_is_explicit_and_has_no_empty_list()
    {
        var metadata = (await server.GetAsync("/.well-known/oauth-authorization-server")).Json;
        Assert.Equal(metadata.GetRawText(), (await server.GetAsync("/.well-known/openid-configuration")).Json.GetRawText());
        Assert.Equal(server.Issuer, metadata.GetProperty("issuer").GetString());
        Assert.Equal(server.Issuer + "/oauth/token", metadata.GetProperty("token_endpoint").GetString());
        Assert.Equal(server.Issuer + Jwks, metadata.GetProperty("jwks_uri").GetString());
        Assert.Equal("""["client_credentials"]""", metadata.GetProperty("grant_types_supported").GetRawText());
        Assert.Equal("""["client_secret_basic","client_secret_post"]""", metadata.GetProperty("token_endpoint_auth_methods_supported").GetRawText());
        Assert.All(
            metadata.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array),
            member => Assert.NotEqual(0, member.Value.GetArrayLength()));
        foreach (var absent in new[] { "response_types_supported", "authorization_endpoint", "token_endpoint_auth_signing_alg_values_supported" })
            Assert.False(metadata.TryGetProperty(absent, out _), absent);
    }

    [Fact]
    public async Task C7_83_every_endpoint_that_is_published_is_there()
    {
        var metadata = (await server.GetAsync("/.well-known/oauth-authorization-server")).Json;
        var urls = metadata.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name == "jwks_uri");
        foreach (var url in urls) Assert.NotEqual(404, (await server.GetAsync(new Uri(url.Value.GetString()!).AbsolutePath)).Status);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_is_said_and_not_stored(string path)
    {
        var reply = await server.GetAsync(path);
        Assert.Equal((200, "no-store"), (reply.Status, reply.Headers.CacheControl?.ToString()));
        var head = await server.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal((200, "", reply.ContentHeaders.ContentLength), (head.Status, head.Body, head.ContentHeaders.ContentLength));
    }
}
