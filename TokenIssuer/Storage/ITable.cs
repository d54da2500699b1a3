namespace TokenIssuer.Storage;

/// <summary>
/// PORT: one table of the store. The contract is Azure Tables' own, limits included (<see cref="TableLimits"/>),
/// so that nothing passes on one adapter and fails on another.
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> when the store cannot be asked, and
/// <see cref="ArgumentException"/> for what the limits forbid.
/// </remarks>
public interface ITable
{
    /// <summary>The row, or null when there is none.</summary>
    Task<TableRow?> GetAsync(string partitionKey, string rowKey, CancellationToken cancel);

    /// <summary>All rows of a partition in the order of their row keys (ordinal); empty when there are none.</summary>
    Task<IReadOnlyList<TableRow>> ReadPartitionAsync(string partitionKey, CancellationToken cancel);

    /// <summary>
    /// Commits 1 to 100 writes to one partition, each row at most once: all of them or none.
    /// Throws <see cref="TableConflictException"/> when one of them lost a race.
    /// </summary>
    Task WriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancel);

    /// <summary>Streams rows in the order of their keys (ordinal), fetched in pages.</summary>
    IAsyncEnumerable<TableRow> ScanAsync(TableScan scan, CancellationToken cancel);

    /// <summary>
    /// Asks the store for nothing but a sign that this table is there and may be read. Returns the store's clock,
    /// which every timestamp that an operator sets comes from.
    /// </summary>
    Task<DateTimeOffset> CheckAsync(CancellationToken cancel);

    /// <summary>Creates the table if it is missing.</summary>
    Task CreateAsync(CancellationToken cancel);
}

/// <summary>Which rows a scan visits, by key alone: any other filter reads every row anyway.</summary>
public sealed record TableScan
{
    /// <summary>First partition key visited (inclusive, ordinal); null: from the start.</summary>
    public string? FromPartition { get; init; }

    /// <summary>Partition key to stop before (exclusive, ordinal); null: to the end.</summary>
    public string? BeforePartition { get; init; }

    /// <summary>Only rows with this row key; null: all.</summary>
    public string? RowKey { get; init; }

    /// <summary>Columns to fetch, the keys aside; null: all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }
}

/// <summary>What a write does to its row.</summary>
public enum TableWriteKind
{
    /// <summary>Adds the row; conflicts when it exists.</summary>
    Insert,

    /// <summary>Replaces the row whole, if it is still the version of <see cref="TableRow.ETag"/>.</summary>
    Replace,

    /// <summary>Sets the given columns and keeps the others, under the same condition.</summary>
    Merge,

    /// <summary>Deletes the row, under the same condition.</summary>
    Delete,
}

/// <summary>One write. Its condition is the row's ETag; <see cref="AnyVersion"/> asks only that the row exists.</summary>
public readonly record struct TableWrite(TableWriteKind Kind, TableRow Row)
{
    /// <summary>The ETag that matches every version (RFC 9110 §13.1.1).</summary>
    public const string AnyVersion = "*";

    /// <inheritdoc cref="TableWriteKind.Insert"/>
    public static TableWrite Insert(TableRow row) => new(TableWriteKind.Insert, row);

    /// <inheritdoc cref="TableWriteKind.Replace"/>
    public static TableWrite Replace(TableRow row) => new(TableWriteKind.Replace, row);

    /// <inheritdoc cref="TableWriteKind.Merge"/>
    public static TableWrite Merge(TableRow row) => new(TableWriteKind.Merge, row);

    /// <inheritdoc cref="TableWriteKind.Delete"/>
    public static TableWrite Delete(string partitionKey, string rowKey, string etag) =>
        new(TableWriteKind.Delete, new TableRow(partitionKey, rowKey) { ETag = etag });
}

/// <summary>Why a write lost.</summary>
public enum TableConflict
{
    /// <summary>An insert found the row (409).</summary>
    Exists,

    /// <summary>The row is of another version than the write asked for (412).</summary>
    Changed,

    /// <summary>There is no such row (404).</summary>
    Missing,
}

/// <summary>A write lost a race; nothing of its batch was committed.</summary>
public sealed class TableConflictException(TableConflict conflict, string rowKey, Exception? inner = null)
    : Exception($"The write of row '{rowKey}' was refused: {conflict}.", inner)
{
    /// <summary>Why.</summary>
    public TableConflict Conflict { get; } = conflict;

    /// <summary>The row key of the write that lost.</summary>
    public string RowKey { get; } = rowKey;
}
