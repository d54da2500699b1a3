using System.Net;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>JWKS, metadata, health, and what is not there (RFC 7517, RFC 8414, RFC 9110).</summary>
public sealed class DocumentTests(IssuerServer server) : IClassFixture<IssuerServer>
{
    [Theory]
    [InlineData("/.well-known/jwks.json", "application/jwk-set+json")]
    [InlineData("/.well-known/oauth-authorization-server", "application/json")]
    [InlineData("/.well-known/openid-configuration", "application/json")]
    public async Task C6_75_C6_77_public_documents_are_cacheable_validated_and_open(string path, string type)
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

    [Fact]
    public async Task C7_79_to_82_the_metadata_is_explicit_and_has_no_empty_list()
    {
        var metadata = (await server.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-authorization-server"))).Json;
        Assert.Equal(server.Issuer, metadata.GetProperty("issuer").GetString());
        Assert.Equal(server.Issuer + "/oauth/token", metadata.GetProperty("token_endpoint").GetString());
        Assert.Equal("client_credentials", Assert.Single(metadata.GetProperty("grant_types_supported").EnumerateArray()).GetString());
        Assert.Equal(2, metadata.GetProperty("token_endpoint_auth_methods_supported").GetArrayLength());
        Assert.False(metadata.TryGetProperty("response_types_supported", out _));
        Assert.False(metadata.TryGetProperty("authorization_endpoint", out _));
    }

    [Theory]
    [InlineData("C1.1", "GET", "/oauth/token", 405, "POST")]
    [InlineData("C1.1", "TRACE", "/oauth/token", 405, "POST")]
    [InlineData("design: routes", "POST", "/.well-known/jwks.json", 405, "GET,HEAD,OPTIONS")]
    [InlineData("design: routes", "POST", "/healthz", 405, "GET,HEAD")]
    [InlineData("design: exact paths", "POST", "/oauth/token/", 404, "")]
    [InlineData("design: exact paths", "POST", "/OAuth/token", 404, "")]
    [InlineData("C7.84", "GET", "/tenant/.well-known/openid-configuration", 404, "")]
    public async Task What_is_not_there_says_so_in_json(string rule, string method, string path, int status, string allow)
    {
        var reply = await server.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.True(status == reply.Status, rule);
        reply.ShouldRefuse(status, "invalid_request");
        Assert.Equal(allow, string.Join(',', reply.ContentHeaders.Allow));
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_is_said_and_not_stored(string path)
    {
        var reply = await server.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
        Assert.Equal((200, "no-store"), (reply.Status, reply.Headers.CacheControl?.ToString()));
    }
}
