using System.Text.Json;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer.Cli.Clients;
using TokenIssuer.Cli.Storage;

namespace TokenFunction.Tests.Cli;

/// <summary><c>clients apply</c> and <c>export</c>.</summary>
[Collection(Administration.Name)]
public sealed class ApplyTests
{
    [Theory]
    [OnSqlite, OnAzurite]
    public async Task A_file_applied_twice_changes_nothing_the_second_time(StoreKind on)
    {
        using var shell = await Operator.OnAsync(on);
        var ids = Enumerable.Range(0, 20).Select(number => shell.Id($"app{number:00}")).ToList();
        var file = shell.Write("clients.json", JsonSerializer.Serialize(ids.Select(id => new { clientId = id, scopes = new[] { "b", "a" }, defaultScopes = new[] { "a" } })));

        var dry = await shell.DoAsync("clients", "apply", file, "--dry-run");
        Assert.Contains($"+ {ids[0]}\n    scopes: a b\n    defaultScopes: a\n", dry, StringComparison.Ordinal);
        Assert.Equal(1, (await shell.RunAsync("clients", "show", ids[0])).ExitCode);

        Assert.Contains("20 created, 0 updated, 0 deleted, ", await shell.DoAsync("clients", "apply", file), StringComparison.Ordinal);
        Assert.Equal("No changes.\n", await shell.DoAsync("clients", "apply", file));
        Assert.Equal("No changes.\n", await shell.DoAsync("clients", "apply", file, "--dry-run"));

        var counts = await shell.RunAsync(["clients", "apply", "-", "--json"], $$"""[{"clientId":"{{ids[3]}}","enabled":false,"allowedNetworks":["10.0.0.0/8"]}]""");
        Assert.Equal(1, JsonDocument.Parse(counts.Output).RootElement.GetProperty("updated").GetInt32());
        var shown = await shell.JsonAsync("clients", "show", ids[3]);
        Assert.False(shown.GetProperty("enabled").GetBoolean());
        Assert.Equal(0, shown.GetProperty("scopes").GetArrayLength());
        Assert.Contains($"~ {ids[3]}\n    enabled: false → true\n    scopes: (none) → a b\n", await shell.DoAsync("clients", "apply", file), StringComparison.Ordinal);
        // Tokens from before it was disabled stay dead.
        Assert.Equal(JsonValueKind.Number, (await shell.JsonAsync("clients", "show", ids[3])).GetProperty("tokensNotBefore").ValueKind);
    }

    [Fact]
    public async Task What_was_exported_is_applied_to_another_store_and_pruned_from_it()
    {
        using var from = Operator.OnSqlite();
        using var to = Operator.OnSqlite();
        await from.DoAsync(
            "clients", "create", "full", "--scope", "b", "--scope", "a", "--default-scope", "b", "--audience", "https://b.example.com", "--audience", "https://a.example.com",
            "--lifetime", "10m", "--network", "10.0.0.0/8", "--network", "2001:db8::/32", "--typ", "JWT", "--owner", "team-1", "--name", "Büro \"1\"", "--description", "d", "--disabled");
        await from.DoAsync("clients", "create", "rs1", "--no-grants", "--introspects", "https://a.example.com");
        await from.RegisterAsync("plain");
        var export = await from.DoAsync("clients", "export");
        Assert.DoesNotContain("tfs_", export, StringComparison.Ordinal);

        await to.DoAsync("clients", "apply", from.Write("export.json", export));
        Assert.Equal(export, await to.DoAsync("clients", "export"));
        Assert.Equal("No changes.\n", await to.DoAsync("clients", "apply", from.Write("export.json", export)));

        await to.DoAsync("clients", "create", "extra", "--scope", "a");
        Assert.Equal("No changes.\n", await to.DoAsync("clients", "apply", from.Write("export.json", export)));
        Assert.Equal("- extra\n0 created, 0 updated, 1 deleted, 3 unchanged.\n", await to.DoAsync("clients", "apply", from.Write("export.json", export), "--prune"));
    }

    [Theory]
    [InlineData("not JSON", "{", "is no JSON list of clients: see line 1, byte 2.")]
    [InlineData("no list", "{\"clientId\":\"abc\"}", "is no JSON list of clients")]
    [InlineData("null", "null", "is no JSON list of clients: see line 1, byte 1.")]
    [InlineData("null after space", " \n null", "is no JSON list of clients")]
    [InlineData("comment", "[/**/{\"clientId\":\"abc\"}]", "is no JSON list of clients")]
    [InlineData("comma at the end", "[{\"clientId\":\"abc\"},]", "is no JSON list of clients")]
    [InlineData("half a surrogate pair", "[{\"clientId\":\"abc\",\"name\":\"\\ud800\"}]", "entry 1 (client 'abc'): has a text that is not Unicode")]
    [InlineData("half a surrogate pair in the id", "[{\"clientId\":\"\\ud800\"}]", "entry 1: has a text that is not Unicode")]
    [InlineData("half a surrogate pair in a name", "[{\"clientId\":\"abc\",\"\\ud800\":1}]", "has a text that is not Unicode")]
    [InlineData("cut off", "[{\"clientId\":\"abc\"},", "is no JSON list of clients")]
    [InlineData("public", "[{\"clientId\":\"abc\",\"public\":true}]", "entry 1 (client 'abc'): public is not false: a public client has no secret")]
    [InlineData("grant", "[{\"clientId\":\"abc\",\"grants\":[\"password\"]}]", "grants has 'password': client_credentials is the only grant")]
    [InlineData("unknown member", "[{\"clientId\":\"abc\",\"scope\":\"a\"}]", "scope is no member of a client. These are: clientId, name,")]
    [InlineData("secret", "[{\"clientId\":\"abc\",\"secret\":\"tfs_1\"}]", "'tokenctl secrets add' makes secrets")]
    [InlineData("wrong type", "[{\"clientId\":\"abc\",\"scopes\":\"a\"}]", "scopes must be a list of texts.")]
    [InlineData("space in an entry", "[{\"clientId\":\"abc\",\"scopes\":[\"a b\"]}]", "scopes has 'a b'")]
    [InlineData("member twice", "[{\"clientId\":\"abc\",\"name\":\"a\",\"name\":\"b\"}]", "name is there twice.")]
    [InlineData("client twice", "[{\"clientId\":\"abc\"},{\"clientId\":\"abc\"}]", "entry 2 (client 'abc'): is in the list twice.")]
    [InlineData("no id", "[{\"name\":\"a\"}]", "entry 1: has no clientId.")]
    [InlineData("network", "[{\"clientId\":\"abc\",\"allowedNetworks\":[\"10.0.0.1/8\"]}]", "allowedNetworks has '10.0.0.1/8'")]
    [InlineData("lifetime", "[{\"clientId\":\"abc\",\"tokenLifetimeSeconds\":1}]", "tokenLifetimeSeconds is 1: it must be")]
    public async Task A_file_with_anything_wrong_is_refused_whole(string what, string json, string message)
    {
        using var shell = Operator.OnSqlite();
        var error = await Assert.ThrowsAsync<TokenIssuer.Cli.UsageException>(() => ApplyFile.ReadAsync(shell.Write("clients.json", json), default));
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public async Task An_edit_made_after_the_comparison_is_refused_and_not_overwritten()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync("clients", "create", "edited", "--scope", "a");
        await shell.DoAsync("clients", "create", "deleted", "--scope", "a");
        await shell.DoAsync("clients", "create", "other", "--scope", "a");
        var file = await ApplyFile.ReadAsync(shell.Write("clients.json", """[{"clientId":"edited"},{"clientId":"other"},{"clientId":"new"}]"""), default);
        using var session = await Session.OpenAsync(StoreLocation.Parse(shell.Store), creates: false, json: false, default);
        var plan = await ApplyPlan.CompareAsync(file, session.Registry.ListAsync(default), prune: true, _ => { }, default);
        await shell.DoAsync("clients", "update", "edited", "--name", "mine");
        await shell.DoAsync("clients", "update", "deleted", "--name", "mine");
        await shell.DoAsync("clients", "create", "new", "--name", "mine", "--scope", "a");

        var run = new ApplyRun(file, plan, session);
        await run.RunAsync();
        Assert.Equal((0, 1, 0), (run.Done(ApplyKind.Create), run.Done(ApplyKind.Update), run.Done(ApplyKind.Delete)));
        Assert.Equal(3, run.Refused.Count);
        foreach (var id in (string[])["edited", "deleted", "new"])
            Assert.Equal("mine", (await session.Registry.FindAsync(id, default))!.Name);
        Assert.Empty((await session.Registry.FindAsync("other", default))!.Scopes);
    }

    [Fact]
    public async Task Interrupted_it_stops_between_two_clients_and_goes_on_the_next_time()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync("clients", "create", "first", "--scope", "a");
        var file = shell.Write("clients.json", JsonSerializer.Serialize(Enumerable.Range(0, 3_000).Select(number => new { clientId = $"app{number}", scopes = new[] { "a" } })));
        await using (var apply = Tokenctl.Start(["clients", "apply", file, "--store", shell.Store]))
        {
            using var session = await Session.OpenAsync(StoreLocation.Parse(shell.Store), creates: false, json: false, default);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await session.Registry.FindAsync("app10", limit.Token) is null) await Task.Delay(1, limit.Token);
            Assert.Equal(3, await apply.InterruptAsync());
            Assert.Matches("^[0-9]+ of 3000 changes were made. Apply again to make the rest.\nInterrupted.\n$", apply.Error);
        }

        Assert.Contains(" unchanged.\n", await shell.DoAsync("clients", "apply", file), StringComparison.Ordinal);
        Assert.Equal("No changes.\n", await shell.DoAsync("clients", "apply", file));
    }
}
