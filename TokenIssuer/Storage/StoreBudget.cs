namespace TokenIssuer.Storage;

/// <summary>How long a request waits for the store, retries included: a caller is better told 503 soon than late.</summary>
internal static class StoreBudget
{
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(2);

    /// <summary>The store's answer, or <see cref="StoreUnavailableException"/> when its time is over.</summary>
    public static async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> ask, TimeProvider clock, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Total, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The store did not answer within {Total.TotalSeconds} s.", e);
        }
    }
}
