using System.Text.Json;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;

namespace TokenFunction.Tests.Cli;

/// <summary>The life of a secret as operators lead it, beside a server that runs all the time.</summary>
[Collection(Administration.Name)]
public sealed class SecretLifeTests
{
    [Theory]
    [OnSqlite, OnAzurite]
    public async Task A_rotation_fails_no_request_and_the_old_secret_retires_by_itself(StoreKind on)
    {
        using var shell = await Operator.OnAsync(on);
        var id = shell.Id("billing");
        await shell.DoAsync("clients", "create", id, "--scope", "api:read", "--default-scope", "api:read");
        var (server, url) = await shell.ServeAsync();
        await using var running = server;
        await using var workload = new Workload(url, id);

        // A new client and its secret work at once.
        var old = Text(await shell.JsonAsync("secrets", "add", id, "--label", "old"), "secret");
        Assert.Equal(200, await workload.AskAsync(old));
        workload.Poll(old);

        var rotated = Text(await shell.JsonAsync("secrets", "rotate", id, "--overlap", "1h"), "secret");
        Assert.Equal(200, await workload.AskAsync(rotated));
        workload.Poll(rotated);
        await workload.MoreAsync(100);
        await workload.StopAsync();
        Assert.Empty(workload.Failures);
        Assert.Equal(["retiring", "live"], await StatesAsync(shell, id));

        await shell.DoAsync("secrets", "rotate", id, "--overlap", "1s");
        await workload.UntilAsync(old, 401);
        await workload.UntilAsync(rotated, 401);
        Assert.Equal(["expired", "expired", "live"], await StatesAsync(shell, id));
    }

    [Fact]
    public async Task New_secrets_and_clients_are_let_in_at_once_however_recently_the_server_has_read()
    {
        using var shell = Operator.OnSqlite();
        await shell.DoAsync("clients", "create", "other", "--scope", "api:read");
        var (server, url) = await Tokenctl.ServeAsync(new Dictionary<string, string> { ["Clients__NoFreshness"] = "00:00:30" }, "--store", shell.Store);
        await using var running = server;
        await using var workload = new Workload(url, "billing");

        Assert.Equal(401, await workload.AskAsync("too early"));
        var first = Text(await shell.RegisterAsync("billing"), "secret");
        Assert.Equal(200, await workload.AskAsync(first));
        var second = Text(await shell.JsonAsync("secrets", "rotate", "billing"), "secret");
        Assert.Equal((200, 200), (await workload.AskAsync(second), await workload.AskAsync(first)));

        // Not even a wrong secret, tried all the time, keeps a new one out.
        for (var tries = 0; tries < 5; tries++) Assert.Equal(401, await workload.AskAsync("wrong"));
        Assert.Equal(200, await workload.AskAsync(Text(await shell.JsonAsync("secrets", "add", "billing"), "secret")));
    }

    [Theory]
    [OnSqlite, OnAzurite]
    public async Task A_leaked_secret_asks_for_force_and_is_then_refused_within_the_freshness(StoreKind on)
    {
        using var shell = await Operator.OnAsync(on);
        var id = shell.Id("leaky");
        var secret = await shell.RegisterAsync(id);
        var (server, url) = await shell.ServeAsync();
        await using var running = server;
        await using var workload = new Workload(url, id);
        Assert.Equal(200, await workload.AskAsync(Text(secret, "secret")));
        await UsedAsync(shell, id);

        var careful = await shell.RunAsync("secrets", "revoke", id, Text(secret, "secretId"));
        Assert.Equal(1, careful.ExitCode);
        Assert.Contains("--force", careful.Error, StringComparison.Ordinal);
        Assert.Equal(200, await workload.AskAsync(Text(secret, "secret")));

        Assert.Contains("was revoked", await shell.DoAsync("secrets", "revoke", id, Text(secret, "secretId"), "--force"), StringComparison.Ordinal);
        await workload.UntilAsync(Text(secret, "secret"), 401);
        Assert.Equal(["revoked"], await StatesAsync(shell, id));
    }

    [Theory]
    [OnSqlite, OnAzurite]
    public async Task A_disabled_client_is_refused_within_the_freshness_and_an_enabled_one_works_at_once(StoreKind on)
    {
        using var shell = await Operator.OnAsync(on);
        var id = shell.Id("paused");
        var secret = Text(await shell.RegisterAsync(id), "secret");
        var (server, url) = await shell.ServeAsync();
        await using var running = server;
        await using var workload = new Workload(url, id);
        Assert.Equal(200, await workload.AskAsync(secret));

        await shell.DoAsync("clients", "disable", id);
        await workload.UntilAsync(secret, 401);
        var enabled = await shell.JsonAsync("clients", "enable", id);
        Assert.Equal(JsonValueKind.Number, enabled.GetProperty("tokensNotBefore").ValueKind);
        await workload.UntilAsync(secret, 200);
        Assert.Equal("No changes.\n", await shell.DoAsync("clients", "enable", id));

        await shell.DoAsync("clients", "delete", id, "--yes");
        await workload.UntilAsync(secret, 401);
        Assert.Equal(1, (await shell.RunAsync("clients", "show", id)).ExitCode);
    }

    [Theory]
    [OnSqlite, OnAzurite]
    public async Task A_sweep_deletes_what_is_dead_and_can_be_run_again(StoreKind on)
    {
        using var shell = await Operator.OnAsync(on);
        var id = shell.Id("swept");
        var secret = await shell.RegisterAsync(id);
        await shell.DoAsync("secrets", "revoke", id, Text(secret, "secretId"));

        Assert.Equal(0, (await shell.RunAsync("sweep")).ExitCode);
        Assert.Equal(["revoked"], await StatesAsync(shell, id));

        var dry = await shell.RunAsync(["sweep", "--dry-run"], null, ("Secrets__Retention", "00:00:00"));
        Assert.Matches("[1-9][0-9]* secrets and 0 revocations would be deleted", dry.Output);
        Assert.Contains($"Client {id} is enabled and has no secret that works", dry.Error, StringComparison.Ordinal);
        Assert.Equal(["revoked"], await StatesAsync(shell, id));

        Assert.Equal(0, (await shell.RunAsync(["sweep"], null, ("Secrets__Retention", "00:00:00"))).ExitCode);
        Assert.Empty(await StatesAsync(shell, id));
        var again = await shell.RunAsync(["sweep", "--json"], null, ("Secrets__Retention", "00:00:00"));
        Assert.Equal(0, JsonDocument.Parse(again.Output).RootElement.GetProperty("secretsDeleted").GetInt64());
    }

    private static string Text(JsonElement document, string member) => document.GetProperty(member).GetString()!;

    private static async Task<List<string>> StatesAsync(Operator shell, string id) =>
        [.. (await shell.JsonAsync("secrets", "list", id)).GetProperty("secrets").EnumerateArray().Select(secret => Text(secret, "state"))];

    /// <summary>The server notes the day of a use within 5 s.</summary>
    private static async Task UsedAsync(Operator shell, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await shell.JsonAsync("secrets", "list", id)).GetProperty("secrets")[0].GetProperty("lastUsedOn").ValueKind == JsonValueKind.Null)
            limit.Token.ThrowIfCancellationRequested();
    }
}

/// <summary>On Azurite these tests share one table: they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Administration
{
    public const string Name = "administration";
}
