using TokenIssuer.Storage;

namespace TokenFunction.Tests.Clients;

/// <summary>Design §8: while the store is down, known clients are served stale and nobody else is guessed at.</summary>
public sealed class ClientCacheOutageTests
{
    [Fact]
    public async Task A_known_client_is_served_stale_and_loudly_until_StaleIfError()
    {
        using var test = await KnownAsync();

        test.Pass(60);
        Assert.NotNull(await test.YesAsync("app"));
        Assert.Equal(1, test.StaleWarnings);
        test.Pass(14 * 60);
        Assert.NotNull(await test.YesAsync("app"));
        Assert.Equal(2, test.StaleWarnings);
        test.Pass(0.001);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.YesAsync("app"));
    }

    [Fact]
    public async Task Only_the_first_reader_waits_and_the_store_is_tried_again_every_5_s()
    {
        using var test = await KnownAsync();
        test.Pass(31);
        await test.YesAsync("app");
        var never = new TaskCompletionSource();
        test.Table.Slow = never.Task;
        var reads = test.Table.Reads;

        test.Pass(4.999);
        Assert.True(test.YesAsync("app").IsCompletedSuccessfully);
        Assert.Equal(reads, test.Table.Reads);
        test.Pass(0.001);
        Assert.True(test.YesAsync("app").IsCompletedSuccessfully);
        await UntilAsync(() => test.Table.Reads == reads + 1);
        Assert.True(test.YesAsync("app").IsCompletedSuccessfully);
        Assert.Equal(reads + 1, test.Table.Reads);
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_up_after_2_s()
    {
        using var test = await KnownAsync();
        test.Table.Slow = new TaskCompletionSource().Task;
        test.Pass(31);

        var reader = test.YesAsync("app");
        await UntilAsync(() => test.Table.Reads == 2);
        test.Pass(1.999);
        Assert.False(reader.IsCompleted);
        test.Pass(0.001);

        Assert.NotNull(await reader);
        Assert.Equal(1, test.StaleWarnings);
    }

    [Fact]
    public async Task Once_the_store_is_back_it_is_read_again()
    {
        using var test = await KnownAsync();
        test.Pass(31);
        await test.YesAsync("app");
        test.Table.Down = false;
        await test.RevokeAsync("app", "s1");
        test.Pass(5);
        // This one is still served stale, and starts the read that finds the store well.
        await test.YesAsync("app");

        await UntilAsync(async () => (await test.YesAsync("app"))!.Secrets[0].RevokedAt is not null);
    }

    [Fact]
    public async Task A_failure_long_past_lets_no_revoked_secret_in()
    {
        using var test = await KnownAsync();
        test.Pass(31);
        await test.YesAsync("app");
        test.Table.Down = false;
        await test.RevokeAsync("app", "s1");

        // Nobody called meanwhile, so nobody has found the store well again.
        test.Pass(30.001);

        Assert.NotNull((await test.YesAsync("app"))!.Secrets[0].RevokedAt);
    }

    [Fact]
    public async Task Turned_off_nothing_is_served_stale()
    {
        using var test = await KnownAsync(options => options.StaleIfError = TimeSpan.Zero);

        test.Pass(30);
        Assert.NotNull(await test.YesAsync("app"));
        test.Pass(0.001);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.YesAsync("app"));
        Assert.Equal(0, test.StaleWarnings);
    }

    [Fact]
    public async Task An_unknown_id_is_never_served_stale()
    {
        using var test = await CacheUnderTest.CreateAsync();
        Assert.Null(await test.NoAsync("nobody"));
        test.Table.Down = true;

        test.Pass(2.001);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.NoAsync("nobody"));
        test.Pass(28);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.YesAsync("nobody"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.YesAsync("nobody-else"));
    }

    [Fact]
    public async Task Nobody_is_turned_away_on_a_stale_reading()
    {
        using var test = await KnownAsync();

        test.Pass(2.001);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.NoAsync("app"));
    }

    /// <summary>One client, read once; then the store goes down.</summary>
    private static async Task<CacheUnderTest> KnownAsync(Action<TokenIssuer.Clients.ClientOptions>? change = null)
    {
        var test = await CacheUnderTest.CreateAsync(change);
        await test.RegisterAsync("app");
        await test.YesAsync("app");
        test.Table.Down = true;
        return test;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds()) await Task.Delay(10, limit.Token);
    }
}
