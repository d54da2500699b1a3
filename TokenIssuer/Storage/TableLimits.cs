namespace TokenIssuer.Storage;

/// <summary>
/// What Azure Tables refuses, refused before any adapter is asked. Azurite and SQLite are laxer, so without this
/// a write could pass on a laptop and fail in Azure. Two things are refused that Azure allows, because the adapters
/// would differ: surrogates in keys (UTF-8 and UTF-16 order them differently) and doubles that are not finite.
/// </summary>
public static class TableLimits
{
    /// <summary>Writes in one batch.</summary>
    public const int MaxWrites = 100;

    // 1 KiB of UTF-16; the message below says the figure too.
    private const int MaxKeyLength = 512;
    private const int MaxNameLength = 255;
    private const int MaxColumns = 252;
    private const int MaxRowBytes = 1024 * 1024;
    private const int MaxTextBytes = 64 * 1024;
    private const int MaxBatchBytes = 4 * 1024 * 1024;
    private static readonly DateTimeOffset MinTime = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Throws <see cref="ArgumentException"/> with the limit and the value that broke it.</summary>
    public static void Check(IReadOnlyList<TableWrite> writes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(writes.Count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(writes.Count, MaxWrites);
        var rowKeys = new HashSet<string>(StringComparer.Ordinal);
        var size = 0L;
        foreach (var (kind, row) in writes)
        {
            CheckKey(row.PartitionKey);
            CheckKey(row.RowKey);
            Require(row.PartitionKey == writes[0].Row.PartitionKey, "A batch stays in one partition.");
            Require(rowKeys.Add(row.RowKey), $"Row '{row.RowKey}' is in the batch twice.");
            Require(kind == TableWriteKind.Insert || row.ETag.Length > 0, $"Row '{row.RowKey}' is changed without an ETag.");
            size += CheckColumns(row);
        }

        Require(size <= MaxBatchBytes, $"A batch holds at most {MaxBatchBytes} bytes; this one has {size}.");
    }

    /// <summary>Throws <see cref="ArgumentException"/> for a key that Azure Tables would refuse.</summary>
    public static void CheckKey(string key)
    {
        Require(key.Length <= MaxKeyLength, "A key has at most 512 characters.");
        foreach (var c in key)
        {
            Require(
                c is not ('/' or '\\' or '#' or '?') && !char.IsControl(c) && !char.IsSurrogate(c),
                @"A key has none of / \ # ?, no control characters and no surrogates.");
        }
    }

    private static long CheckColumns(TableRow row)
    {
        Require(row.Columns.Count <= MaxColumns, $"A row has at most {MaxColumns} columns.");
        // Azure counts names and strings as UTF-16: 4 bytes for the row, 8 a column, 2 a character.
        var size = 4L + 2 * (row.PartitionKey.Length + row.RowKey.Length);
        foreach (var (name, value) in row.Columns)
        {
            CheckName(name);
            size += 8 + 2 * name.Length + SizeOf(name, value);
        }

        Require(size <= MaxRowBytes, $"A row holds at most {MaxRowBytes} bytes; '{row.RowKey}' has {size}.");
        return size;
    }

    private static void CheckName(string name)
    {
        Require(name is not ("PartitionKey" or "RowKey" or "Timestamp"), $"'{name}' is the table's own column.");
        Require(
            name.Length is > 0 and <= MaxNameLength && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'),
            $"'{name}' is no column name: {MaxNameLength} ASCII letters, digits and underscores at most, no digit first.");
    }

    private static long SizeOf(string name, object? value)
    {
        var size = value switch
        {
            null => 0,
            string text => 4 + 2 * text.Length,
            byte[] bytes => 4 + bytes.Length,
            bool => 1,
            int => 4,
            long => 8,
            double number when double.IsFinite(number) => 8,
            DateTimeOffset time when time >= MinTime => 8,
            double or DateTimeOffset => throw new ArgumentException($"Column '{name}' is out of range."),
            Guid => 16,
            _ => throw new ArgumentException($"Column '{name}' is a {value.GetType().Name}; Azure Tables has no such type."),
        };
        Require(size <= 4 + MaxTextBytes, $"Column '{name}' has more than {MaxTextBytes} bytes.");
        return size;
    }

    private static void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException(message);
    }
}
