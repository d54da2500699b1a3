using System.Collections.Concurrent;

namespace TokenIssuer.Clients;

/// <summary>What the store said of an id.</summary>
/// <param name="Client">Null: it does not exist.</param>
/// <param name="Taken">When the read began, so the reading is never fresher than it says.</param>
internal sealed record Reading(Client? Client, long Taken);

/// <summary>At most <paramref name="capacity"/> readings. When full, the oldest tenth goes: one sweep for many entries.</summary>
internal sealed class BoundedReadings(int capacity)
{
    private readonly ConcurrentDictionary<string, Reading> readings = new(StringComparer.Ordinal);
    private readonly Lock trimming = new();
    private int count;

    public Reading? Find(string id) => readings.GetValueOrDefault(id);

    public void Keep(string id, Reading reading)
    {
        if (readings.TryAdd(id, reading)) Interlocked.Increment(ref count);
        else readings[id] = reading;
        if (Volatile.Read(ref count) > capacity) Trim();
    }

    public void Drop(string id)
    {
        if (readings.TryRemove(id, out _)) Interlocked.Decrement(ref count);
    }

    private void Trim()
    {
        lock (trimming)
        {
            if (Volatile.Read(ref count) <= capacity) return;
            var surplus = Volatile.Read(ref count) - (capacity - (capacity / 10));
            foreach (var (id, _) in readings.ToArray().OrderBy(entry => entry.Value.Taken).Take(surplus)) Drop(id);
        }
    }
}
