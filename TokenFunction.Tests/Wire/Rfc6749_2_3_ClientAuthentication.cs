using System.Text;
using TokenFunction.Tests.Server;
using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenFunction.Tests.Wire;

/// <summary>Conformance C2: how a client says who it is (RFC 6749 §2.3, RFC 7617).</summary>
public sealed class Rfc6749_2_3_ClientAuthentication(IssuerServer server) : IClassFixture<IssuerServer>
{
    private const string Grant = "grant_type=client_credentials";

    [Fact]
    public async Task C2_16_Basic_and_body_work_with_the_same_secret()
    {
        var (id, secret) = await server.ClientAsync();
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
        Assert.Equal(200, (await server.PostAsync($"{Grant}&client_id={id}&client_secret={secret}")).Status);
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
    [InlineData("C2.31 Digest", "Digest username=\"a\"", 401, "invalid_client", true)]
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
        var (id, secret) = await server.ClientAsync();
        var reply = await server.PostAsync(Grant + extra, IssuerServer.Basic(id, secret));
        Assert.True(status == reply.Status, rule);
        Assert.Equal(error, reply["error"]);
    }

    [Fact]
    public async Task C2_19_C2_20_C2_21_C2_30_clients_that_encode_and_clients_that_do_not_authenticate()
    {
        var (id, secret) = await server.ClientAsync();
        var encoded = Basic64($"{id.Replace("-", "%2D", StringComparison.Ordinal)}:{secret.Replace("_", "%5F", StringComparison.Ordinal)}");
        Assert.Equal(200, (await server.PostAsync(Grant, "bASIC  " + encoded)).Status);
        Assert.Equal(200, (await server.PostAsync($"{Grant}&client_id={id}", "BASIC " + encoded)).Status);
        Assert.Equal(200, (await server.PostAsync(Grant, "basic " + Basic64($"{id}:{secret}"))).Status);
    }

    [Theory]
    [InlineData("raw", "a:b:c")]
    [InlineData("percent-encoded", "a%3Ab%3ac")]
    public async Task C2_23_a_secret_may_contain_colons(string row, string sent)
    {
        var client = TestClient.New();
        var hash = SecretHash.Of(client.Id, "a:b:c");
        await server.RegisterAsync(client, new ClientSecret { Id = "ours", Hash = "" }, new ClientSecret { Id = "theirs", Hash = hash });
        Assert.True((await server.PostAsync(Grant, "Basic " + Basic64($"{client.Id}:{sent}"))).Status == 200, row);
    }

    [Fact]
    public async Task C2_26_C2_27_C2_33_every_failure_looks_alike_and_only_the_log_knows_why()
    {
        var past = DateTimeOffset.UtcNow.AddHours(-1);
        var (good, goodSecret) = await server.ClientAsync();
        var (disabled, disabledSecret) = await server.ClientAsync(client => client with { Enabled = false });
        Assert.True(AddressRange.TryParse("192.0.2.0/24", out var elsewhere));
        var (fenced, fencedSecret) = await server.ClientAsync(client => client with { AllowedNetworks = [elsewhere] });
        (string Id, string Secret, string Reason)[] failures =
        [
            ("nobody-at-all", goodSecret, "unknown_client"), ("no id!", goodSecret, "unknown_client"), (good, disabledSecret, "wrong_secret"),
            (disabled, disabledSecret, "client_disabled"), (fenced, fencedSecret, "address_refused"),
            await DeadAsync(secret => secret with { ExpiresAt = past }, "secret_expired"),
            await DeadAsync(secret => secret with { NotBefore = past.AddHours(2) }, "secret_pending"),
            await DeadAsync(secret => secret with { RevokedAt = past }, "secret_revoked"),
        ];
        var bodies = new HashSet<string>();
        foreach (var (id, secret, reason) in failures)
        {
            var basic = await server.PostAsync(Grant, IssuerServer.Basic(id, secret));
            basic.ShouldRefuse(401, "invalid_client", challenge: true);
            var form = await server.PostAsync($"{Grant}&client_id={Uri.EscapeDataString(id)}&client_secret={secret}");
            form.ShouldRefuse(400, "invalid_client");
            bodies.Add(basic.Body);
            bodies.Add(form.Body);
            // One line each, with the client if it is one of ours: a second line would take time that tells something.
            var line = reason == "address_refused"
                ? $"Warning RightSecretFromRefusedAddress: Client {id} "
                : $"Information TokenRefused: Token refused: {reason} (client {(reason == "unknown_client" ? "(null)" : id)}, address 127.0.0.1)";
            Assert.True(server.Log.Count(logged => logged.StartsWith(line, StringComparison.Ordinal)) >= 2, reason);
        }

        Assert.Single(bodies);
        Assert.DoesNotContain(server.Log, line => line.Contains("address_refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task C2_32_a_client_without_the_grant_is_refused_once_it_is_known()
    {
        var (id, secret) = await server.ClientAsync(client => client with { Grants = new HashSet<string>() });
        (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).ShouldRefuse(400, "unauthorized_client");
        (await server.PostAsync(Grant, IssuerServer.Basic(id, "wrong"))).ShouldRefuse(401, "invalid_client", challenge: true);
    }

    [Fact]
    public async Task C2_35_every_stored_secret_is_compared_and_each_live_one_works()
    {
        var client = TestClient.New();
        var others = Enumerable.Range(0, 3).Select(_ => SecretText.Generate()).ToArray();
        var stored = others.Select((text, i) => new ClientSecret { Id = $"b{i}", Hash = SecretHash.Of(client.Id, text) });
        // On record twice, dead the last time: a comparison that stops at the first match would let it in.
        var twice = SecretText.Generate();
        await server.RegisterAsync(
            client,
            [
                new ClientSecret { Id = "a", Hash = "" }, .. stored,
                new ClientSecret { Id = "c", Hash = SecretHash.Of(client.Id, twice) },
                new ClientSecret { Id = "d", Hash = SecretHash.Of(client.Id, twice), ExpiresAt = DateTimeOffset.UnixEpoch },
            ]);
        foreach (var text in others) Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(client.Id, text))).Status);
        (await server.PostAsync(Grant, IssuerServer.Basic(client.Id, twice))).ShouldRefuse(401, "invalid_client", challenge: true);
    }

    [Fact]
    public async Task C2_37_a_client_that_tries_both_styles_is_refused_in_both_and_served_when_it_is_right()
    {
        // golang.org/x/oauth2, AuthStyleAutoDetect: Basic, then the body when that failed.
        var (id, secret) = await server.ClientAsync();
        (await server.PostAsync(Grant, IssuerServer.Basic(id, "wrong"))).ShouldRefuse(401, "invalid_client", challenge: true);
        (await server.PostAsync($"{Grant}&client_id={id}&client_secret=wrong")).ShouldRefuse(400, "invalid_client");
        Assert.Equal(200, (await server.PostAsync(Grant, IssuerServer.Basic(id, secret))).Status);
    }

    [Fact]
    public async Task C2_38_there_are_no_public_clients()
    {
        var (id, _) = await server.ClientAsync();
        (await server.PostAsync($"{Grant}&client_id={id}")).ShouldRefuse(400, "invalid_client");
        (await server.PostAsync($"{Grant}&client_id={id}&client_secret=")).ShouldRefuse(400, "invalid_client");
        var none = TestClient.New();
        await server.RegisterAsync(none, new ClientSecret { Id = "gone", Hash = "", RevokedAt = DateTimeOffset.UnixEpoch });
        (await server.PostAsync($"{Grant}&client_id={none.Id}")).ShouldRefuse(400, "invalid_client");
        (await server.PostAsync(Grant, "Basic " + Basic64(none.Id + ":"))).ShouldRefuse(401, "invalid_client", challenge: true);
    }

    private async Task<(string Id, string Secret, string Reason)> DeadAsync(Func<ClientSecret, ClientSecret> change, string reason)
    {
        var client = TestClient.New();
        return (client.Id, await server.RegisterAsync(client, change(new ClientSecret { Id = "s1", Hash = "" })), reason);
    }

    private static string Basic64(string userPass) => Convert.ToBase64String(Encoding.UTF8.GetBytes(userPass));
}
