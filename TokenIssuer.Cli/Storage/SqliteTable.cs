using System.Runtime.CompilerServices;
using TokenIssuer.Storage;

namespace TokenIssuer.Cli.Storage;

/// <summary>
/// A table of a <see cref="SqliteStore"/>. Calls work on the caller's thread: reads take microseconds, a write as long as
/// the disk.
/// </summary>
internal sealed class SqliteTable : ITable
{
    private const int PageSize = 1000;

    private readonly SqliteStore store;
    private readonly SqliteRows rows;
    private readonly TimeProvider time;

    public SqliteTable(SqliteStore store, string name, TimeProvider time)
    {
        // Azure's rule; it also makes the name safe in SQL.
        if (name.Length is < 3 or > 63 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException($"'{name}' is no table name: 3 to 63 letters and digits, a letter first.", nameof(name));
        }

        this.store = store;
        this.time = time;
        rows = new SqliteRows(name);
    }

    public Task<TableRow?> GetAsync(string partitionKey, string rowKey, CancellationToken cancel)
    {
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckKey(rowKey);
        return ReadAsync(session => rows.Find(session, partitionKey, rowKey), cancel);
    }

    public Task<IReadOnlyList<TableRow>> ReadPartitionAsync(string partitionKey, CancellationToken cancel)
    {
        TableLimits.CheckKey(partitionKey);
        return ReadAsync<IReadOnlyList<TableRow>>(session => rows.Partition(session, partitionKey), cancel);
    }

    public Task WriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancel)
    {
        TableLimits.Check(writes);
        return store.WriteAsync(
            session =>
            {
                foreach (var write in writes) rows.Apply(session, write);
            },
            cancel);
    }

    public async IAsyncEnumerable<TableRow> ScanAsync(TableScan scan, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<TableRow> page = [];
        do
        {
            var last = page.LastOrDefault();
            page = await ReadAsync(session => rows.Page(session, scan, last, PageSize), cancel);
            foreach (var row in page) yield return row;
        }
        while (page.Count == PageSize);
    }

    public Task<DateTimeOffset> CheckAsync(CancellationToken cancel) => ReadAsync(
        session =>
        {
            rows.Page(session, new TableScan(), last: null, limit: 1);
            return time.GetUtcNow();
        },
        cancel);

    public Task CreateAsync(CancellationToken cancel) => store.WriteAsync(rows.CreateTable, cancel);

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return Task.FromCanceled<T>(cancel);
        try
        {
            return Task.FromResult(store.Use(read));
        }
        catch (StoreUnavailableException e)
        {
            return Task.FromException<T>(e);
        }
    }
}
