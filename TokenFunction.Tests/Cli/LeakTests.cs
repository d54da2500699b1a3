using TokenFunction.Tests.Storage;

namespace TokenFunction.Tests.Cli;

/// <summary>docs/security.md as an operator follows it: what has leaked is stopped.</summary>
[Collection(Administration.Name)]
public sealed class LeakTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [OnSqlite, OnAzurite]
    public async Task A_leaked_secret_is_refused_and_its_tokens_are_inactive(StoreKind on)
    {
        await using var scene = await LeakScene.SetAsync(on);
        var secret = await scene.SecretAsync(scene.Workload);
        var token = (await scene.TokenAsync(secret))!;
        Assert.True(await scene.IsActiveAsync(token));
        var secrets = (await scene.Shell.JsonAsync("secrets", "list", scene.Workload)).GetProperty("secrets");
        var id = secrets[0].GetProperty("secretId").GetString()!;

        // The thief goes on until nobody gives him a token any more.
        var revoking = scene.Shell.RunAsync("secrets", "revoke", scene.Workload, id, "--force", "--tokens", "--wait", "2s");
        var last = token;
        for (var limit = DateTime.UtcNow + Patience; await scene.TokenAsync(secret) is { } stolen; last = stolen) Assert.True(DateTime.UtcNow < limit, "The secret still works.");
        var revoked = await revoking;

        Assert.True(revoked.ExitCode == 0, revoked.Error);
        Assert.Contains("inactive at introspection", revoked.Error, StringComparison.Ordinal);
        Assert.False(await scene.IsActiveAsync(token));
        Assert.False(await scene.IsActiveAsync(last));
        Assert.Null(await scene.TokenAsync(secret));
        // A new secret works at once; its token is good from the second after the mark.
        var fresh = await scene.SecretAsync(scene.Workload);
        for (var limit = DateTime.UtcNow + Patience; await scene.TokenAsync(fresh) is not { } good || !await scene.IsActiveAsync(good);) Assert.True(DateTime.UtcNow < limit, "A new token stays inactive.");
    }

    [Theory]
    [OnSqlite, OnAzurite]
    public async Task A_leaked_token_is_inactive_at_once_and_nothing_repeats_it(StoreKind on)
    {
        await using var scene = await LeakScene.SetAsync(on);
        var secret = await scene.SecretAsync(scene.Workload);
        var (leaked, other) = ((await scene.TokenAsync(secret))!, (await scene.TokenAsync(secret))!);
        var done = await scene.Shell.RunAsync(["tokens", "revoke"], leaked + "\n");
        Assert.True(done.ExitCode == 0, done.Error);
        Assert.DoesNotContain(leaked, done.Output + done.Error, StringComparison.Ordinal);
        Assert.False(await scene.IsActiveAsync(leaked));
        Assert.True(await scene.IsActiveAsync(other));

        await scene.Shell.DoAsync("clients", "revoke-tokens", scene.Workload);
        Assert.False(await scene.IsActiveAsync(other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("e30.eyJleHAiOjF9.e30")]
    public async Task What_is_no_token_is_a_usage_error(string text)
    {
        using var shell = Operator.OnSqlite();
        await shell.RegisterAsync("somebody");
        var refused = await shell.RunAsync(["tokens", "revoke"], text + "\n");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Single(refused.Error.Trim().Split('\n'));
    }
}
