namespace TokenFunction.Tests.Clients;

/// <summary>Design §8: known and unknown ids are bounded apart.</summary>
public sealed class ClientCacheBoundsTests
{
    [Fact]
    public async Task A_flood_of_unknown_ids_evicts_no_known_one()
    {
        using var test = await CacheUnderTest.CreateAsync(options => (options.CacheSize, options.UnknownCacheSize) = (10, 10));
        await test.RegisterAsync("app");
        await test.YesAsync("app");

        for (var i = 0; i < 100; i++) await test.NoAsync($"nobody-{i}");
        var reads = test.Table.Reads;

        Assert.NotNull(await test.YesAsync("app"));
        Assert.Equal(reads, test.Table.Reads);
        await test.NoAsync("nobody-0");
        Assert.Equal(reads + 1, test.Table.Reads);
    }

    [Fact]
    public async Task Known_ids_are_bounded_and_the_oldest_goes_first()
    {
        using var test = await CacheUnderTest.CreateAsync(options => options.CacheSize = 10);
        for (var i = 0; i <= 10; i++)
        {
            await test.RegisterAsync($"app-{i}");
            await test.YesAsync($"app-{i}");
            test.Pass(0.1);
        }

        var reads = test.Table.Reads;
        await test.YesAsync("app-10");
        Assert.Equal(reads, test.Table.Reads);
        await test.YesAsync("app-0");
        Assert.Equal(reads + 1, test.Table.Reads);
    }
}
