using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Keys;

namespace TokenIssuer.Health;

/// <summary>
/// Connects to store and keys before the first request asks for them, says once what is wrong and tries again until it is
/// well (roles take minutes to arrive after a deployment), then keeps the key ring fresh. Never ends the process.
/// </summary>
internal sealed class WarmUp(Readiness readiness, SigningKeyRing ring, IOptions<KeyOptions> keys, TimeProvider clock, ILogger<WarmUp> log) : BackgroundService
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Start-up goes on meanwhile.
        await Task.Yield();
        var said = new HashSet<string>();
        for (var failures = await readiness.FailuresAsync(stoppingToken); failures.Count > 0; failures = await readiness.FailuresAsync(stoppingToken))
        {
            foreach (var failure in failures)
            {
                if (said.Add(failure.Part)) log.NotReady(failure.Part, failure.Message, RetryEvery.TotalSeconds);
            }

            await Task.Delay(RetryEvery, clock, stoppingToken);
        }

        log.Ready();
        while (true)
        {
            await Task.Delay(ring.LastFailure is null ? keys.Value.RefreshInterval : RetryEvery, clock, stoppingToken);
            try
            {
                await ring.RefreshAsync(stoppingToken);
            }
            catch (SignerUnavailableException e)
            {
                log.Unavailable(e.Part, e);
            }
        }
    }
}
