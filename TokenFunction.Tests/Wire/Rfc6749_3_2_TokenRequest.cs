using System.Text;
using TokenFunction.Tests.Server;

namespace TokenFunction.Tests.Wire;

/// <summary>Conformance C1: the request to the token endpoint (RFC 6749 §3.2, §4.4.2, Appendix B).</summary>
public sealed class Rfc6749_3_2_TokenRequest(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Grant = "grant_type=client_credentials";
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("C1.3 JSON", "{}", "application/json", "invalid_request")]
    [InlineData("C1.3 no type", Grant, "", "invalid_request")]
    [InlineData("C1.3 a longer type", Grant, Form + "2", "invalid_request")]
    [InlineData("C1.3 multipart", "--x\r\n\r\n--x--", "multipart/form-data; boundary=x", "invalid_request")]
    [InlineData("C1.4 no grant_type", "scope=a", Form, "invalid_request")]
    [InlineData("C1.4 no body", "", Form, "invalid_request")]
    [InlineData("C1.5 empty grant_type", "grant_type=", Form, "invalid_request")]
    [InlineData("C1.6 unknown grant_type", "grant_type=password", Form, "unsupported_grant_type")]
    [InlineData("C1.6 grant_type in another case", "grant_type=Client_Credentials", Form, "unsupported_grant_type")]
    [InlineData("C1.7 repeated grant_type", Grant + "&" + Grant, Form, "invalid_request")]
    [InlineData("C1.7 repeated scope", Grant + "&scope=a&scope=b", Form, "invalid_request")]
    [InlineData("C1.13 bad percent sequence", Grant + "&scope=%zz", Form, "invalid_request")]
    [InlineData("C1.13 cut percent sequence", Grant + "&scope=%C", Form, "invalid_request")]
    [InlineData("C1.13 bad UTF-8", Grant + "&scope=%C3", Form, "invalid_request")]
    public async Task A_bad_request_is_refused(string rule, string body, string contentType, string error)
    {
        var (id, secret) = await server.ClientAsync();
        var reply = await server.PostAsync(body, IssuerServer.Basic(id, secret), contentType);
        Assert.True(reply.Status == 400, rule);
        reply.ShouldRefuse(400, error);
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("client_assertion")]
    public async Task C1_7_repeated_credentials_are_refused(string parameter)
    {
        var (id, secret) = await server.ClientAsync();
        var reply = await server.PostAsync($"{Grant}&client_id={id}&client_secret={secret}&{parameter}=x&{parameter}=x");
        reply.ShouldRefuse(400, "invalid_request");
    }

    [Theory]
    [InlineData("C1.3 type in another case, with a charset", Grant, "Application/X-WWW-Form-Urlencoded; charset=UTF-8", "api:read")]
    [InlineData("C1.9 unknown parameter", Grant + "&foo=bar", Form, "api:read")]
    [InlineData("C1.10 empty scope", Grant + "&scope=", Form, "api:read")]
    [InlineData("C1.12 plus is a space", Grant + "&scope=api:write+api:read", Form, "api:write api:read")]
    [InlineData("C1.12 %20 is a space", Grant + "&scope=api:write%20api:read", Form, "api:write api:read")]
    [InlineData("C1.12 any character may be encoded, in names too", "%67rant_type=client%5fcredentials&scope=api%3Aread", Form, "api:read")]
    [InlineData("C1.12 the vector of Appendix B", Grant + "&foo=+%25%26%2B%C2%A3%E2%82%AC", Form, "api:read")]
    public async Task A_good_request_is_served(string rule, string body, string contentType, string scope)
    {
        var (id, secret) = await server.ClientAsync();
        var reply = await server.PostAsync(body, IssuerServer.Basic(id, secret), contentType);
        Assert.True(reply.Status == 200, rule);
        Assert.Equal(scope, reply["scope"]);
    }

    [Fact]
    public async Task C1_12_a_percent_encoded_plus_is_no_space()
    {
        var (id, secret) = await server.ClientAsync(client => client with { Scopes = new HashSet<string> { "a+b" }, DefaultScopes = "a+b" });
        var reply = await server.PostAsync(Grant + "&scope=a%2Bb", IssuerServer.Basic(id, secret));
        Assert.Equal((200, "a+b"), (reply.Status, reply["scope"]));
        (await server.PostAsync(Grant + "&scope=a+b", IssuerServer.Basic(id, secret))).ShouldRefuse(400, "invalid_scope");
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("client_assertion")]
    public async Task C1_11_credentials_in_the_query_are_refused(string parameter)
    {
        var (id, secret) = await server.ClientAsync();
        (await server.PostAsync(Grant, IssuerServer.Basic(id, secret), query: $"?{parameter}=x")).ShouldRefuse(400, "invalid_request");
    }

    [Fact]
    public async Task C1_14_a_body_over_the_limit_is_413_and_too_many_parameters_are_400()
    {
        var (id, secret) = await server.ClientAsync();
        var fits = Grant + "&x=" + new string('a', 65_536 - Grant.Length - 3);
        Assert.Equal(200, (await server.PostAsync(fits, IssuerServer.Basic(id, secret))).Status);
        (await server.PostAsync(fits + "a", IssuerServer.Basic(id, secret))).ShouldRefuse(413, "invalid_request");
        (await server.PostAsync(new string('a', 5_000_000), IssuerServer.Basic(id, secret))).ShouldRefuse(413, "invalid_request");
        (await server.PostAsync(string.Join('&', Enumerable.Range(0, 101).Select(i => $"p{i}=1")))).ShouldRefuse(400, "invalid_request");
    }

    [Fact]
    public async Task C1_15_cookies_are_ignored_and_none_is_set()
    {
        var (id, secret) = await server.ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new StringContent(Grant, Encoding.UTF8, Form) };
        request.Headers.Add("Authorization", IssuerServer.Basic(id, secret));
        request.Headers.Add("Cookie", "session=abc; .AspNetCore.Antiforgery=def; grant_type=password");
        request.Headers.Add("Origin", "https://elsewhere.example.com");
        var reply = await server.SendAsync(request);
        Assert.Equal(200, reply.Status);
        Assert.False(reply.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_chunked_body_is_served_and_an_empty_one_is_411()
    {
        var (id, secret) = await server.ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new StringContent(Grant, Encoding.UTF8, Form) };
        request.Headers.Add("Authorization", IssuerServer.Basic(id, secret));
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(200, (await server.SendAsync(request)).Status);

        using var empty = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new StringContent("", Encoding.UTF8, Form) };
        empty.Headers.TransferEncodingChunked = true;
        (await server.SendAsync(empty)).ShouldRefuse(411, "invalid_request");
    }
}
