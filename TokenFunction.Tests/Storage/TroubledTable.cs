using TokenIssuer.Storage;

namespace TokenFunction.Tests.Storage;

/// <summary>A real table that counts what it is asked, and that can be down or slow when a test says so.</summary>
internal sealed class TroubledTable(ITable real) : ITable
{
    private int reads;

    /// <summary>How often a partition was asked for, failures included.</summary>
    public int Reads => Volatile.Read(ref reads);

    /// <summary>How often something was written, and how often a scan begun.</summary>
    public int Writes { get; private set; }

    public int Scans { get; private set; }

    /// <summary>While set, nothing can be asked.</summary>
    public bool Down { get; set; }

    /// <summary>How many more writes are made before it is down.</summary>
    public int WritesUntilDown { get; set; } = int.MaxValue;

    /// <summary>While set, a partition is answered with what no adapter may throw.</summary>
    public bool Defective { get; set; }

    /// <summary>While set, so is a write.</summary>
    public bool DefectiveWrites { get; set; }

    /// <summary>What somebody else does once, just after the next read of a partition.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>While set, reads of a partition wait for it.</summary>
    public Task? Slow { get; set; }

    public async Task<IReadOnlyList<TableRow>> ReadPartitionAsync(string partitionKey, CancellationToken cancel)
    {
        Interlocked.Increment(ref reads);
        if (Defective) throw new InvalidOperationException("The test broke the adapter.");
        if (Slow is { } slow) await slow.WaitAsync(cancel);
        var rows = await Up().ReadPartitionAsync(partitionKey, cancel);
        var meanwhile = Meanwhile;
        Meanwhile = null;
        if (meanwhile is not null) await meanwhile();
        return rows;
    }

    public async Task<TableRow?> GetAsync(string partitionKey, string rowKey, CancellationToken cancel) =>
        await Up().GetAsync(partitionKey, rowKey, cancel);

    public async Task WriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancel)
    {
        if (DefectiveWrites) throw new InvalidOperationException("The test broke the adapter.");
        Writes++;
        await Up().WriteAsync(writes, cancel);
        Down |= --WritesUntilDown == 0;
    }

    public IAsyncEnumerable<TableRow> ScanAsync(TableScan scan, CancellationToken cancel)
    {
        Scans++;
        return Up().ScanAsync(scan, cancel);
    }

    public async Task<DateTimeOffset> CheckAsync(CancellationToken cancel) => await Up().CheckAsync(cancel);

    public async Task CreateAsync(CancellationToken cancel) => await Up().CreateAsync(cancel);

    private ITable Up() => Down ? throw new StoreUnavailableException("The test took the store down.") : real;
}
