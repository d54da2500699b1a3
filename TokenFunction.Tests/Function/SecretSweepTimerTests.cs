using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TokenFunction.Tests.Server;
using TokenFunction.Tests.Storage;
using TokenIssuer;
using TokenIssuer.Secrets;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Function;

/// <summary>The timer: one sweep, one summary, and an end that the host need not enforce.</summary>
public sealed class SecretSweepTimerTests : IDisposable
{
    private readonly TestStore store = TestStore.Sqlite();
    private readonly Capture log = new();

    [Fact]
    public async Task A_run_sweeps_and_logs_one_summary()
    {
        await Timer(await store.TableAsync("clients"), await store.TableAsync("revocations")).RunAsync(new TimerInfo(), CancellationToken.None);

        Assert.Single(log.Lines, line => line.Contains("SweepFinished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_stops_ends_the_run_quietly_and_the_next_one_does_the_rest()
    {
        var timer = Timer(await store.TableAsync("clients"), await store.TableAsync("revocations"));

        await timer.RunAsync(new TimerInfo(), new CancellationToken(canceled: true));
        Assert.Single(log.Lines, line => line.Contains("SweepStopped", StringComparison.Ordinal));

        await timer.RunAsync(new TimerInfo(), CancellationToken.None);
        Assert.Single(log.Lines, line => line.Contains("SweepFinished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_is_down_fails_the_run()
    {
        var timer = Timer(store.Open("missing"), store.Open("missing"));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => timer.RunAsync(new TimerInfo(), CancellationToken.None));
    }

    public void Dispose() => store.Dispose();

    private SecretSweepTimer Timer(ITable clients, ITable revocations)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log.Provider));
        services.AddTokenIssuer(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Token:Issuer", (string?)"https://tokens.example.com")]).Build());
        services.AddKeyedSingleton("clients", clients);
        services.AddKeyedSingleton("revocations", revocations);
        return new SecretSweepTimer(services.BuildServiceProvider().GetRequiredService<SecretSweep>(), TimeProvider.System, log.For<SecretSweepTimer>());
    }
}
