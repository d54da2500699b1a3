namespace TokenFunction.Tests.Clients;

/// <summary>Design §8: how old a yes and a no may be, and one read at a time.</summary>
public sealed class ClientCacheFreshnessTests
{
    [Fact]
    public async Task A_yes_up_to_30_s_old_asks_nobody()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");

        Assert.NotNull(await test.YesAsync("app"));
        test.Pass(30);
        Assert.NotNull(await test.YesAsync("app"));
        Assert.Equal(1, test.Table.Reads);
        test.Pass(0.001);
        Assert.NotNull(await test.YesAsync("app"));
        Assert.Equal(2, test.Table.Reads);
    }

    [Fact]
    public async Task A_revoked_secret_is_gone_after_30_s()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        await test.YesAsync("app");
        await test.RevokeAsync("app", "s1");

        test.Pass(30.001);

        var secret = Assert.Single((await test.YesAsync("app"))!.Secrets);
        Assert.False(secret.IsLiveAt(test.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_new_secret_is_seen_before_anybody_is_turned_away()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        await test.YesAsync("app");
        await test.AddSecretAsync("app", "s2");

        test.Pass(0.001);

        Assert.Equal(2, (await test.NoAsync("app"))!.Secrets.Count);
        Assert.Equal(2, (await test.YesAsync("app"))!.Secrets.Count);
        Assert.Equal(2, test.Table.Reads);
    }

    [Fact]
    public async Task A_new_client_is_seen_before_anybody_is_turned_away()
    {
        using var test = await CacheUnderTest.CreateAsync();
        Assert.Null(await test.NoAsync("app"));
        await test.RegisterAsync("app");

        test.Pass(2.001);

        Assert.NotNull(await test.NoAsync("app"));
        Assert.NotNull(await test.YesAsync("app"));
    }

    [Fact]
    public async Task Readers_of_one_id_share_one_read()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        var answer = new TaskCompletionSource();
        test.Table.Slow = answer.Task;

        var readers = Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? test.YesAsync("app") : test.NoAsync("app")).ToArray();
        answer.SetResult();
        var clients = await Task.WhenAll(readers);

        Assert.All(clients, client => Assert.Same(clients[0], client));
        Assert.Equal(1, test.Table.Reads);
    }

    [Fact]
    public async Task A_reader_who_leaves_takes_nobody_along()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        var answer = new TaskCompletionSource();
        test.Table.Slow = answer.Task;
        using var gone = new CancellationTokenSource();

        var leaver = test.Cache.ForYesAsync("app", gone.Token).AsTask();
        var stayer = test.YesAsync("app");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        answer.SetResult();

        Assert.NotNull(await stayer);
        Assert.Equal(1, test.Table.Reads);
    }
}
