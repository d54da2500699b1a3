using System.Collections.Frozen;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenFunction.Tests.Server;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenFunction.Tests.Wire;

/// <summary>RFC 6749 §2.3, §3.2, §4.4, §5 and RFC 8707 on the wire; numbers are those of the conformance list.</summary>
public sealed class TokenEndpointTests(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Grant = "grant_type=client_credentials";
    private static int next;

    [Fact]
    public async Task C4_51_to_54_a_token_is_never_stored_is_a_bearer_and_says_its_scope()
    {
        var (id, secret) = await ClientAsync();
        var reply = await server.PostAsync(Grant, IssuerServer.Basic(id, secret));
        Assert.Equal(200, reply.Status);
        Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
        Assert.Equal("no-cache", reply.Headers.Pragma.ToString());
        Assert.Equal("Bearer", reply["token_type"]);
        Assert.Equal(3600, reply.Json.GetProperty("expires_in").GetInt64());
        Assert.Equal("api:read", reply["scope"]);
        Assert.Null(reply["refresh_token"]);
    }

    [Fact]
    public async Task C6_64_to_70_and_73_the_token_is_verified_by_another_library()
    {
        var (id, secret) = await ClientAsync();
        var reply = await server.PostAsync($"{Grant}&client_id={id}&client_secret={secret}");
        var token = await VerifyAsync(reply["access_token"]!);
        Assert.Equal(("at+jwt", "ES256", id), (token.Typ, token.Alg, token.Subject));
        Assert.Equal(id, token.GetClaim("client_id").Value);
        Assert.Equal("api:read", token.GetClaim("scope").Value);
        Assert.Equal(16, Base64UrlEncoder.DecodeBytes(token.Id).Length);
        Assert.Equal(3600, (token.ValidTo - token.IssuedAt).TotalSeconds);
    }

    [Theory]
    [InlineData("C1.4 no grant_type", "scope=a", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("C1.5 empty grant_type", "grant_type=", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("C1.6 unknown grant_type", "grant_type=password", "application/x-www-form-urlencoded", 400, "unsupported_grant_type")]
    [InlineData("C1.6 grant_type in another case", "grant_type=Client_Credentials", "application/x-www-form-urlencoded", 400, "unsupported_grant_type")]
    [InlineData("C1.3 JSON", "{}", "application/json", 400, "invalid_request")]
    [InlineData("C1.3 no type", Grant, "", 400, "invalid_request")]
    [InlineData("C1.7 repeated grant_type", Grant + "&" + Grant, "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("C1.7 repeated scope", Grant + "&scope=a&scope=b", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("C1.13 bad percent sequence", Grant + "&scope=%zz", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("C1.13 cut percent sequence", Grant + "&scope=%C", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("C1.13 bad UTF-8", Grant + "&scope=%C3", "application/x-www-form-urlencoded", 400, "invalid_request")]
    [InlineData("C4.55 scope not allowed", Grant + "&scope=api:admin", "application/x-www-form-urlencoded", 400, "invalid_scope")]
    [InlineData("C4.55 two spaces", Grant + "&scope=api:read++api:write", "application/x-www-form-urlencoded", 400, "invalid_scope")]
    [InlineData("C4.55 quote", Grant + "&scope=%22", "application/x-www-form-urlencoded", 400, "invalid_scope")]
    [InlineData("C4.56 scope in another case", Grant + "&scope=API:read", "application/x-www-form-urlencoded", 400, "invalid_scope")]
    [InlineData("C11.105 relative resource", Grant + "&resource=api", "application/x-www-form-urlencoded", 400, "invalid_target")]
    [InlineData("C11.105 fragment", Grant + "&resource=https://api.example.com/%23a", "application/x-www-form-urlencoded", 400, "invalid_target")]
    [InlineData("C11.105 not granted", Grant + "&resource=https://other.example.com", "application/x-www-form-urlencoded", 400, "invalid_target")]
    public async Task A_bad_request_is_refused(string rule, string body, string contentType, int status, string error)
    {
        var (id, secret) = await ClientAsync();
        var reply = await server.PostAsync(body, IssuerServer.Basic(id, secret), contentType);
        Assert.True(status == reply.Status, rule);
        reply.ShouldRefuse(status, error);
    }

    [Theory]
    [InlineData("C1.9 unknown parameter", Grant + "&foo=bar", "api:read")]
    [InlineData("C1.10 empty scope", Grant + "&scope=", "api:read")]
    [InlineData("C1.3 charset and case", Grant, "api:read")]
    [InlineData("C1.12 plus is a space", Grant + "&scope=api:write+api:read", "api:write api:read")]
    [InlineData("C4.56 duplicates collapse", Grant + "&scope=api:read+api:read", "api:read")]
    public async Task A_good_request_is_served(string rule, string body, string scope)
    {
        var (id, secret) = await ClientAsync();
        var reply = await server.PostAsync(body, IssuerServer.Basic(id, secret), "Application/X-WWW-Form-Urlencoded; charset=UTF-8");
        Assert.True(reply.Status == 200, rule);
        Assert.Equal(scope, reply["scope"]);
    }

    [Theory]
    [InlineData("C2.22 bare", "Basic", 400, "invalid_request", false)]
    [InlineData("C2.22 not base64", "Basic !!!", 400, "invalid_request", false)]
    [InlineData("C2.22 no colon", "Basic YWJj", 400, "invalid_request", false)]
    [InlineData("C2.22 empty id", "Basic OmFi", 400, "invalid_request", false)]
    [InlineData("C2.22 invalid UTF-8", "Basic //86YQ==", 400, "invalid_request", false)]
    [InlineData("C2.22 NUL", "Basic YWIAYzph", 400, "invalid_request", false)]
    [InlineData("C2.22 two joined", "Basic YWJjOmQ=,Basic YWJjOmQ=", 400, "invalid_request", false)]
    [InlineData("C2.24 empty password", "Basic YWJjOg==", 401, "invalid_client", true)]
    [InlineData("C2.25 C2.27 unknown client", "Basic YWJjOmQ=", 401, "invalid_client", true)]
    [InlineData("C2.28 none", null, 401, "invalid_client", true)]
    [InlineData("C2.31 Bearer", "Bearer abc", 401, "invalid_client", true)]
    public async Task Bad_credentials_are_refused(string rule, string? authorization, int status, string error, bool challenge)
    {
        var reply = await server.PostAsync(Grant, authorization);
        Assert.True(status == reply.Status, rule);
        reply.ShouldRefuse(status, error, challenge);
        if (challenge) Assert.Equal($"Basic realm=\"{server.Issuer}\", charset=\"UTF-8\"", reply.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("C2.29 two methods", "&client_secret=x", 400, "invalid_request")]
    [InlineData("C2.29 Basic and assertion", "&client_assertion=x", 400, "invalid_request")]
    [InlineData("C2.30 another client_id", "&client_id=other", 400, "invalid_request")]
    [InlineData("an empty client_secret is none", "&client_secret=", 200, null)]
    public async Task Basic_stands_alone(string rule, string extra, int status, string? error)
    {
        var (id, secret) = await ClientAsync();
        var reply = await server.PostAsync(Grant + extra, IssuerServer.Basic(id, secret));
        Assert.True(status == reply.Status, rule);
        Assert.Equal(error, reply["error"]);
    }

    [Fact]
    public async Task C2_19_C2_21_an_encoded_id_and_any_case_of_the_scheme_authenticate()
    {
        var (id, secret) = await ClientAsync();
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id.Replace("-", "%2D", StringComparison.Ordinal)}:{secret}"));
        Assert.Equal(200, (await server.PostAsync(Grant, "bASIC  " + encoded)).Status);
        Assert.Equal(200, (await server.PostAsync($"{Grant}&client_id={id}", "Basic " + encoded)).Status);
    }

    [Fact]
    public async Task C2_26_C2_27_C2_33_every_failure_looks_alike_and_only_the_log_knows_why()
    {
        var past = DateTimeOffset.UtcNow.AddHours(-1);
        var (good, goodSecret) = await ClientAsync();
        var (disabled, disabledSecret) = await ClientAsync(client => client with { Enabled = false });
        var (expired, expiredSecret) = await ClientAsync(secrets: new ClientSecret { Id = "old", Hash = "", ExpiresAt = past });
        var (pending, pendingSecret) = await ClientAsync(secrets: new ClientSecret { Id = "new", Hash = "", NotBefore = past.AddHours(2) });
        (string Id, string Secret, string Reason)[] failures =
        [
            ("nobody-at-all", goodSecret, "unknown_client"), (good, disabledSecret, "wrong_secret"),
            (disabled, disabledSecret, "client_disabled"), (expired, expiredSecret, "secret_expired"), (pending, pendingSecret, "secret_pending"),
        ];
        var bodies = new HashSet<string>();
        foreach (var (id, secret, reason) in failures)
        {
            var basic = await server.PostAsync(Grant, IssuerServer.Basic(id, secret));
            basic.ShouldRefuse(401, "invalid_client", challenge: true);
            var form = await server.PostAsync($"{Grant}&client_id={id}&client_secret={secret}");
            form.ShouldRefuse(400, "invalid_client");
            bodies.Add(basic.Body);
            bodies.Add(form.Body);
            Assert.Contains(server.Log, line => line.Contains($"Token refused: {reason} ", StringComparison.Ordinal));
        }

        Assert.Single(bodies);
        (await server.PostAsync($"{Grant}&client_id={good}")).ShouldRefuse(400, "invalid_client");
    }

    [Fact]
    public async Task Several_secrets_are_live_at_once()
    {
        var second = SecretText.Generate();
        var id = NewId();
        var first = await server.RegisterAsync(
            Template(id), new ClientSecret { Id = "a", Hash = "" }, new ClientSecret { Id = "b", Hash = SecretHash.Of(id, second) });
        foreach (var secret in new[] { first, second }) Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
    }

    [Fact]
    public async Task C2_32_C4_57_a_client_without_the_grant_or_a_default_scope_is_refused()
    {
        var (noGrant, a) = await ClientAsync(client => client with { Grants = FrozenSet<string>.Empty });
        (await server.PostAsync(Grant, IssuerServer.Basic(noGrant, a))).ShouldRefuse(400, "unauthorized_client");
        var (noDefault, b) = await ClientAsync(client => client with { DefaultScopes = "" });
        (await server.PostAsync(Grant, IssuerServer.Basic(noDefault, b))).ShouldRefuse(400, "invalid_scope");
    }

    [Fact]
    public async Task C1_8_C6_66_resources_choose_the_audience_and_the_client_its_lifetime_and_typ()
    {
        var (id, secret) = await ClientAsync(client => client with
        {
            Audiences = ["https://a.example.com", "https://b.example.com"],
            TokenLifetime = TimeSpan.FromMinutes(5),
            TokenTyp = "JWT",
        });
        var byDefault = await server.PostAsync(Grant, IssuerServer.Basic(id, secret));
        Assert.Equal(["https://a.example.com"], new JsonWebToken(byDefault["access_token"]).Audiences);
        Assert.Equal(("JWT", "300"), (new JsonWebToken(byDefault["access_token"]).Typ, byDefault["expires_in"]));
        var asked = await server.PostAsync(Grant + "&resource=https://b.example.com&audience=https://a.example.com", IssuerServer.Basic(id, secret));
        Assert.Equal(["https://b.example.com", "https://a.example.com"], new JsonWebToken(asked["access_token"]).Audiences);
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("client_secret")]
    [InlineData("client_assertion")]
    public async Task C1_11_credentials_in_the_query_are_refused(string parameter) =>
        (await server.PostAsync(Grant, null, query: $"?{parameter}=x")).ShouldRefuse(400, "invalid_request");

    [Fact]
    public async Task C1_14_a_body_over_the_limit_is_413_and_too_many_parameters_are_400()
    {
        (await server.PostAsync(Grant + "&x=" + new string('a', 70_000))).ShouldRefuse(413, "invalid_request");
        (await server.PostAsync(string.Join('&', Enumerable.Range(0, 101).Select(i => $"p{i}=1")))).ShouldRefuse(400, "invalid_request");
    }

    private static string NewId() => $"client-{Interlocked.Increment(ref next)}";

    private static Client Template(string id) => new()
    {
        Id = id,
        Grants = FrozenSet.Create("client_credentials"),
        Scopes = FrozenSet.Create("api:read", "api:write"),
        DefaultScopes = "api:read",
    };

    private async Task<(string Id, string Secret)> ClientAsync(Func<Client, Client>? change = null, params ClientSecret[] secrets)
    {
        var client = Template(NewId());
        return (client.Id, await server.RegisterAsync(change?.Invoke(client) ?? client, secrets));
    }

    private async Task<JsonWebToken> VerifyAsync(string token)
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
