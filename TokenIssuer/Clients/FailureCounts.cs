namespace TokenIssuer.Clients;

/// <summary>
/// Counts in fixed windows, in a fixed number of places. A key that meets another's running window takes its place, so random
/// keys cost accuracy and never memory.
/// </summary>
internal sealed class FailureCounts(int capacity, TimeSpan window, TimeProvider clock)
{
    private const int LocksPerTable = 64;

    private readonly Place[] places = new Place[capacity];
    private readonly Lock[] locks = [.. Enumerable.Range(0, LocksPerTable).Select(_ => new Lock())];

    /// <summary>Counts one more; returns the count in the running window.</summary>
    public int Add(long key)
    {
        var index = Index(key);
        lock (locks[index % LocksPerTable])
        {
            ref var place = ref places[index];
            var now = clock.GetTimestamp();
            if (place.Key != key || clock.GetElapsedTime(place.Began, now) >= window) place = new Place { Key = key, Began = now };
            return ++place.Count;
        }
    }

    /// <summary>The count in the running window.</summary>
    public int Of(long key)
    {
        var index = Index(key);
        lock (locks[index % LocksPerTable])
        {
            var place = places[index];
            return place.Key == key && clock.GetElapsedTime(place.Began) < window ? place.Count : 0;
        }
    }

    /// <summary>How long the running window goes on.</summary>
    public TimeSpan Remaining(long key)
    {
        var index = Index(key);
        lock (locks[index % LocksPerTable])
        {
            var place = places[index];
            return place.Key == key ? window - clock.GetElapsedTime(place.Began) : TimeSpan.Zero;
        }
    }

    /// <summary>Begins again at nothing.</summary>
    public void Reset(long key)
    {
        var index = Index(key);
        // The usual request finds nothing to reset, and takes no lock to find it.
        if (Volatile.Read(ref places[index].Key) != key) return;
        lock (locks[index % LocksPerTable])
        {
            if (places[index].Key == key) places[index] = default;
        }
    }

    private int Index(long key) => (int)((ulong)key % (ulong)places.Length);

    private struct Place
    {
        public long Key;
        public long Began;
        public int Count;
    }
}
