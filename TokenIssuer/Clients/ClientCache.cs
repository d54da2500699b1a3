using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Health;
using TokenIssuer.Storage;

namespace TokenIssuer.Clients;

/// <summary>
/// Readings of clients with their age. A yes may come from an older reading than a no; each id is read once at a time;
/// ids that do not exist have a bound of their own; while the store is down, known clients are served stale.
/// </summary>
public sealed class ClientCache(ClientRegistry registry, IOptions<ClientOptions> options, TimeProvider clock, ILogger<ClientCache> log)
{
    private static readonly KeyValuePair<string, object?> Hit = new("result", "hit");
    private static readonly KeyValuePair<string, object?> Miss = new("result", "miss");
    private static readonly KeyValuePair<string, object?> Stale = new("result", "stale");
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    // In NoFreshness: refused, then let in; and so for several secrets of a client. A flood gets no more.
    private const int RereadsPerCredential = 2;
    private const int RereadsPerId = 8;
    private const int CountsKept = 4_096;

    private readonly ClientOptions options = options.Value;
    private readonly BoundedReadings known = new(options.Value.CacheSize);
    private readonly BoundedReadings unknown = new(options.Value.UnknownCacheSize);
    private readonly ConcurrentDictionary<string, Lazy<Task<Reading>>> underway = new(StringComparer.Ordinal);
    private readonly FailureCounts byCredential = new(CountsKept, options.Value.NoFreshness, clock);
    private readonly FailureCounts byId = new(CountsKept, options.Value.NoFreshness, clock);
    private long lastFailure = long.MinValue;

    /// <summary>The last reading of a client, however old; null when this instance has not met it. Costs nothing.</summary>
    public Client? Remembered(string id) => known.Find(id)?.Client;

    /// <summary>The client, if its last reading is fresh enough to let it in.</summary>
    public Client? Fresh(string id)
    {
        if (known.Find(id) is not { } reading || clock.GetElapsedTime(reading.Taken) > options.YesFreshness) return null;
        IssuerMetrics.ClientCache.Add(1, Hit);
        return reading.Client;
    }

    /// <summary>A reading good enough to let the client in; null when it does not exist.</summary>
    public ValueTask<Client?> ForYesAsync(string id, CancellationToken cancel)
    {
        if (Find(id) is not { } reading) return ReadAsync(id, cancel);
        var age = clock.GetElapsedTime(reading.Taken);
        if (age <= options.YesFreshness) return ValueTask.FromResult(reading.Client);
        return reading.Client is null || age > options.StaleIfError ? ReadAsync(id, cancel) : ReadOrStaleAsync(id, reading, cancel);
    }

    /// <summary>
    /// A reading fresh enough to turn the client away: one taken since the request began. The secret may have been made, or the
    /// client enabled, just after any other; only who asks again and again is answered from one up to <c>NoFreshness</c> old.
    /// </summary>
    /// <param name="id">The client's id.</param>
    /// <param name="credential">Stands for id and secret; another one for another secret.</param>
    /// <param name="asked">The clock's timestamp when the request began.</param>
    /// <param name="cancel">Ends the wait.</param>
    public ValueTask<Client?> ForNoAsync(string id, long credential, long asked, CancellationToken cancel)
    {
        var mayReread = byCredential.Add(credential) <= RereadsPerCredential && byId.Add(id.GetHashCode(StringComparison.Ordinal)) <= RereadsPerId;
        return Find(id) is { } reading && (reading.Taken >= asked || (!mayReread && clock.GetElapsedTime(reading.Taken) <= options.NoFreshness))
            ? ValueTask.FromResult(reading.Client)
            : ReadAsync(id, cancel);
    }

    private Reading? Find(string id) => known.Find(id) ?? unknown.Find(id);

    private async ValueTask<Client?> ReadAsync(string id, CancellationToken cancel) =>
        (await SingleFlightAsync(id).WaitAsync(cancel)).Client;

    /// <summary>In an outage the first reader finds out; the others, and all until the next try, do not wait.</summary>
    private async ValueTask<Client?> ReadOrStaleAsync(string id, Reading stale, CancellationToken cancel)
    {
        var failed = Interlocked.Read(ref lastFailure);
        // A failure that nobody has seen repeated for so long is no outage any more: ask before believing an old reading.
        if (failed != long.MinValue && clock.GetElapsedTime(failed) <= options.YesFreshness)
        {
            if (clock.GetElapsedTime(failed) >= RetryEvery && Interlocked.CompareExchange(ref lastFailure, clock.GetTimestamp(), failed) == failed)
                _ = SingleFlightAsync(id).ContinueWith(static read => read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return ServeStale(id, stale);
        }

        try
        {
            return await ReadAsync(id, cancel);
        }
        catch (ServiceUnavailableException)
        {
            return ServeStale(id, stale);
        }
    }

    private Client? ServeStale(string id, Reading stale)
    {
        IssuerMetrics.ClientCache.Add(1, Stale);
        log.ServedStale(id, clock.GetElapsedTime(stale.Taken));
        return stale.Client;
    }

    private Task<Reading> SingleFlightAsync(string id) =>
        underway.GetOrAdd(id, static (id, cache) => new Lazy<Task<Reading>>(() => cache.FetchAsync(id)), this).Value;

    private async Task<Reading> FetchAsync(string id)
    {
        IssuerMetrics.ClientCache.Add(1, Miss);
        var began = IssuerMetrics.StoreDuration.Begin();
        try
        {
            await Task.Yield();
            var taken = clock.GetTimestamp();
            // The read goes on when its first caller leaves: others wait for it.
            var reading = new Reading(await StoreBudget.LimitAsync(limit => registry.FindAsync(id, limit), clock, CancellationToken.None), taken);
            Interlocked.Exchange(ref lastFailure, long.MinValue);
            (reading.Client is null ? unknown : known).Keep(id, reading);
            (reading.Client is null ? known : unknown).Drop(id);
            IssuerMetrics.StoreDuration.RecordSince(began);
            return reading;
        }
        catch (StoreUnavailableException)
        {
            Interlocked.Exchange(ref lastFailure, clock.GetTimestamp());
            throw;
        }
        finally
        {
            underway.TryRemove(id, out _);
        }
    }
}
