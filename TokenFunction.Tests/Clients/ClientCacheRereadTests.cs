using TokenIssuer.Storage;

namespace TokenFunction.Tests.Clients;

/// <summary>What a refusal rereads: enough for a new secret to work at once, and no more for a flood.</summary>
public sealed class ClientCacheRereadTests
{
    [Fact]
    public async Task A_request_that_has_just_read_is_refused_without_reading_again()
    {
        using var test = await CacheUnderTest.CreateAsync();
        for (var tries = 0; tries < 5; tries++)
        {
            await test.YesAsync("nobody");
            await test.NoAsync("nobody");
        }

        Assert.Equal(1, test.Table.Reads);
    }

    [Fact]
    public async Task One_secret_is_reread_for_at_most_twice_in_2_s_and_then_again()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        await test.YesAsync("app");
        for (var tries = 0; tries < 100; tries++)
        {
            test.Pass(0.0199);
            await test.NoAsync("app");
        }

        Assert.Equal(1 + 2, test.Table.Reads);
        test.Pass(2);
        await test.NoAsync("app");
        Assert.Equal(1 + 3, test.Table.Reads);
    }

    [Fact]
    public async Task A_flood_of_secrets_for_one_id_rereads_it_8_times_in_2_s()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        await test.YesAsync("app");
        for (var secret = 0; secret < 100; secret++)
        {
            test.Pass(0.0199);
            await test.NoAsync("app", secret);
        }

        Assert.Equal(1 + 8, test.Table.Reads);
    }

    [Fact]
    public async Task Who_is_refused_all_the_time_keeps_no_new_secret_out()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        for (var tries = 0; tries < 50; tries++)
        {
            test.Pass(0.01);
            await test.NoAsync("app", 1);
        }

        await test.AddSecretAsync("app", "s2");
        test.Pass(0.01);
        Assert.Equal(2, (await test.NoAsync("app", 2))!.Secrets.Count);
    }

    [Fact]
    public async Task Asking_again_and_again_in_an_outage_gets_no_refusal_from_an_old_reading()
    {
        using var test = await CacheUnderTest.CreateAsync();
        await test.RegisterAsync("app");
        await test.YesAsync("app");
        test.Pass(10);
        test.Table.Down = true;
        for (var tries = 0; tries < 20; tries++) await Assert.ThrowsAsync<StoreUnavailableException>(() => test.NoAsync("app"));
    }
}
