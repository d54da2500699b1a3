using TokenIssuer.Storage;

namespace TokenFunction.Tests.Storage;

/// <summary>One-line forms of what the contract's tests do most.</summary>
internal static class TableAsserts
{
    /// <summary>A row whose only column is <c>n</c>, when given.</summary>
    public static TableRow Row(string partition, string row, int? n = null, string etag = "") =>
        new(partition, row) { ETag = etag, Columns = n is null ? [] : new() { ["n"] = n } };

    public static Task WriteAsync(this ITable table, params TableWrite[] writes) =>
        table.WriteAsync(writes, CancellationToken.None);

    public static async Task<TableRow> GetAsync(this ITable table, string partition, string row) =>
        Assert.IsType<TableRow>(await table.GetAsync(partition, row, CancellationToken.None));

    public static async Task<int?> NumberAsync(this ITable table, string partition, string row) =>
        (int?)(await table.GetAsync(partition, row, CancellationToken.None))?.Columns["n"];

    public static async Task<List<TableRow>> ScanAsync(this ITable table, TableScan scan)
    {
        var rows = new List<TableRow>();
        await foreach (var row in table.ScanAsync(scan, CancellationToken.None)) rows.Add(row);
        return rows;
    }

    /// <summary>The write conflicts, exactly so and in exactly that row.</summary>
    public static async Task ConflictsAsync(this ITable table, TableConflict conflict, string row, params TableWrite[] writes)
    {
        var refusal = await Assert.ThrowsAsync<TableConflictException>(() => table.WriteAsync(writes));
        Assert.Equal((conflict, row), (refusal.Conflict, refusal.RowKey));
    }

    /// <summary>Reads, adds one and replaces what was read, until no one was faster.</summary>
    public static async Task IncrementAsync(this ITable table, string partition, string row)
    {
        TableRow read;
        do
        {
            read = await table.GetAsync(partition, row);
        }
        while (!await table.TryWriteAsync(TableWrite.Replace(Row(partition, row, (int)read.Columns["n"]! + 1, read.ETag))));
    }

    /// <summary>Writes, and says whether the write won.</summary>
    public static async Task<bool> TryWriteAsync(this ITable table, TableWrite write)
    {
        try
        {
            await table.WriteAsync(write);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }
}
