using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TokenIssuer.Keys;

/// <summary>
/// Which key signs now and which are published, from the last list the signer gave. Reads take no lock; a list that
/// cannot be refreshed goes on serving; one that was never loaded is a fault.
/// </summary>
public sealed class SigningKeyRing(ITokenSigner signer, IOptions<KeyOptions> options, TimeProvider clock, ILogger<SigningKeyRing> log)
{
    private readonly Lock gate = new();
    private KeySchedule? schedule;
    private Task<KeySchedule>? loading;

    /// <summary>Why the last refresh failed; null when it did not.</summary>
    public SignerUnavailableException? LastFailure { get; private set; }

    /// <summary>The key that signs now.</summary>
    internal async ValueTask<SigningKey> SignerAsync(CancellationToken cancel) =>
        (await LoadedAsync(cancel)).SignerAt(clock.GetUtcNow()) ?? throw new SignerUnavailableException("Every version of the signing key has expired.");

    /// <summary>The keys that verifiers must know now, newest first.</summary>
    internal async ValueTask<IReadOnlyList<SigningKey>> PublishedAsync(CancellationToken cancel) =>
        (await LoadedAsync(cancel)).PublishedAt(clock.GetUtcNow());

    /// <summary>Signs with a key of this ring.</summary>
    internal ValueTask<byte[]> SignAsync(SigningKey key, ReadOnlyMemory<byte> digest, CancellationToken cancel) =>
        signer.SignAsync(key, digest, cancel);

    /// <summary>Reads the list again, once for all who ask meanwhile. Throws when it cannot be read; the old one then stays.</summary>
    public Task RefreshAsync(CancellationToken cancel)
    {
        lock (gate)
        {
            return (loading ??= LoadAsync()).WaitAsync(cancel);
        }
    }

    private ValueTask<KeySchedule> LoadedAsync(CancellationToken cancel)
    {
        var current = Volatile.Read(ref schedule);
        if (current is not null) return ValueTask.FromResult(current);
        lock (gate)
        {
            return new ValueTask<KeySchedule>((loading ??= LoadAsync()).WaitAsync(cancel));
        }
    }

    private async Task<KeySchedule> LoadAsync()
    {
        // Leaves the caller's lock before anything can end this task.
        await Task.Yield();
        try
        {
            using var budget = new CancellationTokenSource(SignBudget, clock);
            var keys = await signer.ListAsync(budget.Token);
            var loaded = new KeySchedule(keys, options.Value.PublishAhead);
            Volatile.Write(ref schedule, loaded);
            LastFailure = null;
            log.KeysLoaded(keys.Count, loaded.SignerAt(clock.GetUtcNow())?.Kid);
            return loaded;
        }
        catch (Exception e) when (e is SignerUnavailableException or OperationCanceledException)
        {
            LastFailure = e as SignerUnavailableException
                ?? new SignerUnavailableException($"The keys did not answer within {SignBudget.TotalSeconds} s.", e);
            throw LastFailure;
        }
        finally
        {
            lock (gate) loading = null;
        }
    }

    /// <summary>How long the signer has for one answer, retries included.</summary>
    internal static readonly TimeSpan SignBudget = TimeSpan.FromSeconds(5);
}
