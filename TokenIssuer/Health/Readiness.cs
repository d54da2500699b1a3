using TokenIssuer.Keys;
using TokenIssuer.Storage;

namespace TokenIssuer.Health;

/// <summary>Whether store and keys can be used: asked at most once in <see cref="MinInterval"/>, by one caller for all; never a signature.</summary>
internal sealed class Readiness(ITable[] tables, SigningKeyRing ring, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1, 1);
    private Answer? last;

    /// <summary>The names of the parts that fail; empty when all is well.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            if (last is null || clock.GetElapsedTime(last.Taken) >= MinInterval)
            {
                var taken = clock.GetTimestamp();
                last = new Answer([.. (await FailuresAsync(cancel)).Select(failure => failure.Part)], taken);
            }

            return last.Failing;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What is wrong now, asked afresh.</summary>
    public async Task<IReadOnlyList<ServiceUnavailableException>> FailuresAsync(CancellationToken cancel)
    {
        var failures = new List<ServiceUnavailableException>();
        try
        {
            foreach (var table in tables) await StoreBudget.LimitAsync(table.CheckAsync, clock, cancel);
        }
        catch (StoreUnavailableException e)
        {
            failures.Add(e);
        }

        try
        {
            await ring.RefreshAsync(cancel);
            await ring.SignerAsync(cancel);
        }
        catch (SignerUnavailableException e)
        {
            failures.Add(e);
        }

        return failures;
    }

    public void Dispose() => gate.Dispose();

    private sealed record Answer(IReadOnlyList<string> Failing, long Taken);
}
