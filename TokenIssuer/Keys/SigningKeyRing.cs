using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TokenIssuer.Keys;

/// <summary>
/// Which key signs now and which are published, from the last list the signer gave. Reads take no lock; a list that
/// cannot be refreshed goes on serving; one that was never loaded is a fault.
/// </summary>
public sealed class SigningKeyRing(ITokenSigner signer, IOptions<KeyOptions> options, TimeProvider clock, ILogger<SigningKeyRing> log)
{
    /// <summary>How long a caller waits for the signer, retries included.</summary>
    public static readonly TimeSpan SignBudget = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long reading the list may take. Nobody waits longer than <see cref="SignBudget"/> for it, but a first identity
    /// token can take that long by itself, and giving up then would give up every time.
    /// </summary>
    internal static readonly TimeSpan ListBudget = TimeSpan.FromSeconds(30);

    /// <summary>The shortest time between two lists that requests ask for: they do not hammer a vault in trouble.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private KeySchedule? schedule;
    private Task<KeySchedule>? loading;
    private long? lastStarted;

    /// <summary>Why the last refresh failed; null when it did not.</summary>
    public SignerUnavailableException? LastFailure { get; private set; }

    /// <summary>The key that signs now.</summary>
    internal ValueTask<SigningKey> SignerAsync(CancellationToken cancel)
    {
        var loaded = LoadedAsync(cancel);
        return loaded.IsCompletedSuccessfully ? ValueTask.FromResult(Signer(loaded.Result)) : AwaitedAsync(loaded);

        async ValueTask<SigningKey> AwaitedAsync(ValueTask<KeySchedule> loading) => Signer(await loading);
    }

    /// <summary>The keys that verifiers must know now, newest first.</summary>
    internal async ValueTask<IReadOnlyList<SigningKey>> PublishedAsync(CancellationToken cancel) =>
        (await LoadedAsync(cancel)).PublishedAt(clock.GetUtcNow());

    /// <summary>
    /// Signs with a key of this ring. A signature that fails brings the next refresh forward: the key may have been disabled
    /// a moment ago, and then another signs.
    /// </summary>
    internal ValueTask<byte[]> SignAsync(SigningKey key, ReadOnlyMemory<byte> digest, CancellationToken cancel)
    {
        var signing = signer.SignAsync(key, digest, cancel);
        // A local key has signed already; it pays for no timer.
        return signing.IsCompletedSuccessfully ? signing : InTimeAsync(signing, cancel);
    }

    /// <summary>Reads the list again, once for all who ask meanwhile. Throws when it cannot be read; the old one then stays.</summary>
    public Task RefreshAsync(CancellationToken cancel) => WaitAsync(Load(), cancel);

    private SigningKey Signer(KeySchedule schedule) => schedule.SignerAt(clock.GetUtcNow())
        ?? throw new SignerUnavailableException("No version of the signing key may sign now: each has expired or is not valid yet.");

    private async ValueTask<byte[]> InTimeAsync(ValueTask<byte[]> signing, CancellationToken cancel)
    {
        try
        {
            return await signing.AsTask().WaitAsync(SignBudget, clock, cancel);
        }
        catch (TimeoutException e)
        {
            _ = TryLoad();
            throw new SignerUnavailableException($"No signature within {SignBudget.TotalSeconds} s.", e);
        }
        catch (SignerUnavailableException)
        {
            _ = TryLoad();
            throw;
        }
    }

    private ValueTask<KeySchedule> LoadedAsync(CancellationToken cancel)
    {
        var current = Volatile.Read(ref schedule);
        if (current is not null) return ValueTask.FromResult(current);
        if (TryLoad() is { } load) return new ValueTask<KeySchedule>(WaitAsync(load, cancel));
        var failure = LastFailure;
        throw new SignerUnavailableException(failure?.Message ?? "The keys are not loaded yet.", failure, failure?.RetryAfter);
    }

    /// <summary>The reading under way, or a new one.</summary>
    private Task<KeySchedule> Load()
    {
        lock (gate)
        {
            if (loading is not null) return loading;
            lastStarted = clock.GetTimestamp();
            return loading = LoadAsync();
        }
    }

    /// <summary>The reading under way, or a new one unless the last began a moment ago.</summary>
    private Task<KeySchedule>? TryLoad()
    {
        lock (gate)
        {
            return loading is null && lastStarted is { } started && clock.GetElapsedTime(started) < Pause ? null : Load();
        }
    }

    private async Task<KeySchedule> WaitAsync(Task<KeySchedule> load, CancellationToken cancel)
    {
        try
        {
            return await load.WaitAsync(SignBudget, clock, cancel);
        }
        catch (TimeoutException e)
        {
            throw new SignerUnavailableException($"The keys did not answer within {SignBudget.TotalSeconds} s.", e);
        }
    }

    private async Task<KeySchedule> LoadAsync()
    {
        // Leaves the caller's lock before anything can end this task.
        await Task.Yield();
        try
        {
            using var budget = new CancellationTokenSource(ListBudget, clock);
            var keys = await signer.ListAsync(budget.Token);
            var loaded = new KeySchedule(keys, options.Value.PublishAhead);
            Volatile.Write(ref schedule, loaded);
            LastFailure = null;
            log.KeysLoaded(keys.Count, loaded.SignerAt(clock.GetUtcNow())?.Kid);
            return loaded;
        }
        catch (Exception e)
        {
            LastFailure = e as SignerUnavailableException ?? new SignerUnavailableException(
                e is OperationCanceledException ? $"The keys did not answer within {ListBudget.TotalSeconds} s." : $"The keys cannot be listed: {e.Message}", e);
            throw LastFailure;
        }
        finally
        {
            lock (gate) loading = null;
        }
    }
}
