namespace TokenIssuer.Storage;

/// <summary>
/// The store's own clock, which every timestamp that an operator sets comes from: laptops are wrong, and instances must agree
/// on when a secret begins and ends. Asked once; the local clock measures from there.
/// </summary>
public sealed class StoreClock(ITable table, TimeProvider local)
{
    private TimeSpan? ahead;

    /// <summary>How far the store's clock is ahead of the local one, to about a second; null before it was asked.</summary>
    public TimeSpan? Ahead => ahead;

    /// <summary>The time at the store. Throws <see cref="StoreUnavailableException"/> when it cannot be asked.</summary>
    public async ValueTask<DateTimeOffset> NowAsync(CancellationToken cancel)
    {
        ahead ??= await table.CheckAsync(cancel) - local.GetUtcNow();
        return local.GetUtcNow() + ahead.Value;
    }
}
