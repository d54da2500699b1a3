namespace TokenIssuer.Storage;

/// <summary>
/// One row of a table: its keys, its ETag and its columns. Column values are of the types Azure Tables
/// knows: <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="DateTimeOffset"/> (UTC, 100 ns), <see cref="Guid"/> and <see cref="byte"/>[].
/// A null removes the column from a row that is replaced and leaves it alone in a merge, as Azure does.
/// </summary>
/// <param name="PartitionKey">At most 512 characters, none of them <c>/ \ # ?</c>, a control or a surrogate.</param>
/// <param name="RowKey">Unique within the partition; the same limits.</param>
public sealed record TableRow(string PartitionKey, string RowKey)
{
    /// <summary>The version read; empty on a row that is new.</summary>
    public string ETag { get; init; } = "";

    /// <summary>All columns but the keys, the timestamp and the ETag. Names are case-sensitive.</summary>
    public Dictionary<string, object?> Columns { get; init; } = [];

    /// <summary>A text column, or null when it is absent or of another type.</summary>
    public string? Text(string column) => Columns.GetValueOrDefault(column) as string;

    /// <summary>A point in time, or null when it is absent or of another type.</summary>
    public DateTimeOffset? Time(string column) => Columns.GetValueOrDefault(column) as DateTimeOffset?;
}
