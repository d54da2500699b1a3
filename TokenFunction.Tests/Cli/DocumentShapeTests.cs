using System.Text.RegularExpressions;

namespace TokenFunction.Tests.Cli;

/// <summary>The documents of <c>--json</c>, which scripts rely on: members, order, and nothing else on standard output.</summary>
public sealed partial class DocumentShapeTests
{
    private const string Client = """
        {"clientId":"billing","name":"Billing","description":null,"ownerId":null,"enabled":true,"grants":["client_credentials"],"scopes":["api:read","api:write"],"defaultScopes":["api:read"],"audiences":["https://api.example.com"],"introspects":[],"tokenLifetimeSeconds":600,"tokenTyp":"at+jwt","allowedNetworks":["10.0.0.0/8"]
        """;

    private static readonly string[] Register =
        ["clients", "create", "billing", "--scope", "api:write", "--scope", "api:read", "--default-scope", "api:read", "--audience", "https://api.example.com", "--lifetime", "600", "--network", "10.0.0.0/8", "--name", "Billing"];

    [Fact]
    public async Task Clients()
    {
        using var shell = Operator.OnSqlite();
        var whole = Client + ",\"tokensNotBefore\":null,\"createdAt\":\"TIME\",\"updatedAt\":\"TIME\"}";
        Assert.Equal(whole, await ShapeAsync(shell, Register));
        Assert.Equal(whole, await ShapeAsync(shell, "clients", "show", "billing"));
        Assert.Equal($"{{\"clients\":[{whole}]}}", await ShapeAsync(shell, "clients", "list"));
        Assert.Equal($"[{Client}}}]", await ShapeAsync(shell, "clients", "export"));
        Assert.Equal(whole.Replace("600", "null", StringComparison.Ordinal), await ShapeAsync(shell, "clients", "update", "billing", "--no-lifetime"));
        Assert.Equal(
            "{\"created\":0,\"updated\":1,\"deleted\":0,\"unchanged\":0,\"dryRun\":true}",
            await ShapeAsync(shell, "clients", "apply", shell.Write("clients.json", "[{\"clientId\":\"billing\"}]"), "--dry-run"));
        Assert.Equal("{\"clientId\":\"billing\",\"deleted\":true}", await ShapeAsync(shell, "clients", "delete", "billing", "--yes"));
        Assert.Equal("{\"clients\":[]}", await ShapeAsync(shell, "clients", "list"));
    }

    [Fact]
    public async Task Secrets_sweep_and_keys()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync(Register);
        Assert.Equal("{\"clientId\":\"billing\",\"secretId\":\"ID\",\"secret\":\"SECRET\",\"prefix\":\"PREFIX\",\"expiresAt\":\"TIME\"}", await ShapeAsync(shell, "secrets", "add", "billing", "--expires", "90d", "--label", "ci"));
        Assert.Equal("{\"clientId\":\"billing\",\"secretId\":\"ID\",\"secret\":\"SECRET\",\"prefix\":\"PREFIX\",\"expiresAt\":null}", await ShapeAsync(shell, "secrets", "rotate", "billing"));
        const string Old = "{\"secretId\":\"ID\",\"prefix\":\"PREFIX\",\"label\":\"ci\",\"createdAt\":\"TIME\",\"notBefore\":null,\"expiresAt\":\"TIME\",\"lastUsedOn\":null,\"state\":\"retiring\"}";
        const string New = "{\"secretId\":\"ID\",\"prefix\":\"PREFIX\",\"label\":null,\"createdAt\":\"TIME\",\"notBefore\":null,\"expiresAt\":null,\"lastUsedOn\":null,\"state\":\"live\"}";
        Assert.Equal($"{{\"secrets\":[{Old},{New}]}}", await ShapeAsync(shell, "secrets", "list", "billing"));
        var id = (await shell.JsonAsync("secrets", "list", "billing")).GetProperty("secrets")[0].GetProperty("secretId").GetString()!;
        Assert.Equal(Old.Replace("retiring", "revoked", StringComparison.Ordinal), await ShapeAsync(shell, "secrets", "revoke", "billing", id));
        await shell.DoAsync("secrets", "add", "billing", "--not-before", "1h");
        Assert.Equal(["revoked", "live", "pending"], (await shell.JsonAsync("secrets", "list", "billing")).GetProperty("secrets").EnumerateArray().Select(secret => secret.GetProperty("state").GetString()!));

        Assert.Equal("{\"rowsRead\":4,\"secretsDeleted\":0,\"revocationsDeleted\":0,\"warnings\":0,\"faults\":0,\"dryRun\":false}", await ShapeAsync(shell, "sweep"));
        const string Key = "{\"kid\":\"KID\",\"algorithm\":\"ES256\",\"state\":\"STATE\",\"createdAt\":\"TIME\",\"signsFrom\":\"TIME\",\"file\":\"FILE\"}";
        Assert.Equal(Key.Replace("STATE", "signing", StringComparison.Ordinal), await ShapeAsync(shell, "keys", "rotate"));
        Assert.Equal(Key.Replace("STATE", "announced", StringComparison.Ordinal), await ShapeAsync(shell, "keys", "rotate"));
        Assert.Equal(
            $"{{\"keys\":[{Key.Replace("STATE", "announced", StringComparison.Ordinal)},{Key.Replace("STATE", "signing", StringComparison.Ordinal)}]}}",
            await ShapeAsync(shell, "keys", "list"));
    }

    [Fact]
    public async Task A_token_is_printed_alone_or_decoded()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync(Register);
        var secret = (await shell.JsonAsync("secrets", "add", "billing")).GetProperty("secret").GetString()!;
        await shell.DoAsync("clients", "update", "billing", "--no-networks");
        var (server, url) = await shell.ServeAsync();
        await using var running = server;
        var issuer = url.GetLeftPart(UriPartial.Authority);

        var alone = await shell.RunAsync(["token", "billing", "--issuer", issuer], secret + "\n");
        Assert.Matches("^ey[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\n$", alone.Output);
        Assert.Equal((0, ""), (alone.ExitCode, alone.Error));

        var decoded = await shell.RunAsync(
            ["token", "billing", "--issuer", issuer, "--scope", "api:read", "--scope", "api:write", "--resource", "https://api.example.com", "--json"], null, ("TOKENCTL_CLIENT_SECRET", secret));
        Assert.Equal(
            "{\"access_token\":\"TOKEN\",\"token_type\":\"Bearer\",\"expires_in\":600,\"scope\":\"api:read api:write\",\"header\":{\"alg\":\"ES256\",\"kid\":\"KID\",\"typ\":\"at+jwt\"},"
            + "\"claims\":{\"iss\":\"ISSUER\",\"sub\":\"billing\",\"aud\":\"https://api.example.com\",\"client_id\":\"billing\",\"iat\":N,\"nbf\":N,\"exp\":N,\"jti\":\"JTI\",\"scope\":\"api:read api:write\"}}",
            Shape(decoded.Output.Replace(issuer, "ISSUER", StringComparison.Ordinal)));

        var refused = await shell.RunAsync(["token", "billing", "--issuer", issuer, "--scope", "api:admin"], secret);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith($"{issuer} refused: invalid_scope. ", refused.Error, StringComparison.Ordinal);
    }

    private static async Task<string> ShapeAsync(Operator shell, params string[] arguments) => Shape(await shell.DoAsync([.. arguments, "--json"]));

    /// <summary>The document on one line, with a word for everything that differs from run to run.</summary>
    private static string Shape(string document)
    {
        var line = Layout().Replace(document, "$1");
        foreach (var (pattern, word) in Differing) line = Regex.Replace(line, pattern, word);
        return line;
    }

    private static readonly (string Pattern, string Word)[] Differing =
    [
        ("\"tfs_[A-Za-z0-9]{49}\"", "\"SECRET\""),
        ("\"tfs_[A-Za-z0-9]{4}\"", "\"PREFIX\""),
        ("\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"", "\"TIME\""),
        ("\"secretId\":\"[0-9a-f]{12}\"", "\"secretId\":\"ID\""),
        ("\"kid\":\"[A-Za-z0-9_-]{43}\"", "\"kid\":\"KID\""),
        ("\"file\":\"[^\"]+\\.pem\"", "\"file\":\"FILE\""),
        ("\"access_token\":\"ey[^\"]+\"", "\"access_token\":\"TOKEN\""),
        ("\"(iat|nbf|exp)\":\\d+", "\"$1\":N"),
        ("\"jti\":\"[^\"]+\"", "\"jti\":\"JTI\""),
    ];

    [GeneratedRegex("\n *|(\":) ")]
    private static partial Regex Layout();
}
