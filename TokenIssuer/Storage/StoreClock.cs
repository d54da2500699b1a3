namespace TokenIssuer.Storage;

/// <summary>
/// The store's own clock, which every timestamp that an operator sets comes from: laptops are wrong, and instances must agree
/// on when a secret begins and ends. Asked once; the local clock measures from there. A table service tells whole seconds alone
/// (RFC 9110 §5.6.7), so a local clock that agrees with it to the second is taken for right to the tick.
/// </summary>
public sealed class StoreClock(ITable table, TimeProvider local)
{
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private TimeSpan? ahead;

    /// <summary>How far the store's clock is ahead of the local one, to the second; null before it was asked.</summary>
    public TimeSpan? Ahead => ahead;

    /// <summary>The time at the store. Throws <see cref="StoreUnavailableException"/> when it cannot be asked.</summary>
    public async ValueTask<DateTimeOffset> NowAsync(CancellationToken cancel)
    {
        ahead ??= Between(await table.CheckAsync(cancel), local.GetUtcNow());
        return local.GetUtcNow() + ahead.Value;
    }

    /// <summary>The least that the local clock must be moved to show the second that the store told.</summary>
    internal static TimeSpan Between(DateTimeOffset told, DateTimeOffset here) =>
        here < told ? told - here : here < told + Resolution ? TimeSpan.Zero : told + Resolution - here;
}
