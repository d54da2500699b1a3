namespace TokenIssuer.Storage;

/// <summary>Deleting rows of one partition that others may touch meanwhile.</summary>
internal static class Deletion
{
    /// <summary>
    /// Deletes the rows, 100 a request, each only as it was read. A batch that lost a race is done row by row, and the rows
    /// that changed stay. Returns how many are gone by this call.
    /// </summary>
    public static async Task<int> DeleteAsync(this ITable table, IReadOnlyCollection<TableRow> rows, CancellationToken cancel)
    {
        var deleted = 0;
        foreach (var batch in rows.Select(row => TableWrite.Delete(row.PartitionKey, row.RowKey, row.ETag)).Chunk(TableLimits.MaxWrites))
        {
            if (await table.TryWriteAsync(batch, cancel))
            {
                deleted += batch.Length;
                continue;
            }

            foreach (var write in batch) deleted += await table.TryWriteAsync([write], cancel) ? 1 : 0;
        }

        return deleted;
    }

    private static async Task<bool> TryWriteAsync(this ITable table, TableWrite[] writes, CancellationToken cancel)
    {
        try
        {
            await table.WriteAsync(writes, cancel);
            return true;
        }
        catch (TableConflictException)
        {
            return false;
        }
    }
}
