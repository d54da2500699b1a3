using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace TokenIssuer.Storage;

/// <summary>
/// A table of Azure Table storage. Callers bound a call with their token: the client tries a lookup again within 2 s
/// and gives a write up to <see cref="TableService"/>'s timeout.
/// </summary>
public sealed class AzureTable(TableClient table) : ITable
{
    // The service's own maximum.
    private const int PageSize = 1000;

    private readonly AzureFaults faults = new(table);

    /// <inheritdoc/>
    public Task<TableRow?> GetAsync(string partitionKey, string rowKey, CancellationToken cancel)
    {
        TableLimits.CheckKey(partitionKey);
        TableLimits.CheckKey(rowKey);
        return faults.TranslateAsync(
            async () =>
            {
                using var lookup = TableRetries.Lookup();
                var answer = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, select: null, cancel);
                if (answer.HasValue) return AzureRow.Read(answer.Value!);
                // To the client a missing table is a missing row.
                AzureFaults.ThrowIfNoTable(answer.GetRawResponse());
                return null;
            },
            cancel);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableRow>> ReadPartitionAsync(string partitionKey, CancellationToken cancel)
    {
        TableLimits.CheckKey(partitionKey);
        return faults.TranslateAsync<IReadOnlyList<TableRow>>(
            async () =>
            {
                using var lookup = TableRetries.Lookup();
                var rows = new List<TableRow>();
                var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");
                await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
                {
                    rows.Add(AzureRow.Read(entity));
                }

                return rows;
            },
            cancel);
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancel)
    {
        TableLimits.Check(writes);
        return faults.TranslateAsync(
            async () =>
            {
                try
                {
                    if (writes is [var write]) await WriteOneAsync(write, cancel);
                    else await table.SubmitTransactionAsync(writes.Select(AzureRow.Action), cancel);
                    return true;
                }
                catch (RequestFailedException e) when (AzureFaults.ConflictOf(e) is { } conflict)
                {
                    var loser = (e as TableTransactionFailedException)?.FailedTransactionActionIndex ?? 0;
                    throw new TableConflictException(conflict, writes[loser].Row.RowKey, e);
                }
            },
            cancel);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableRow> ScanAsync(TableScan scan, [EnumeratorCancellation] CancellationToken cancel)
    {
        // The ETag comes with every row, whatever is selected.
        var columns = scan.Columns?.Prepend("RowKey").Prepend("PartitionKey");
        var query = table.QueryAsync<TableEntity>(FilterOf(scan), PageSize, columns, cancel);
        await using var pages = query.AsPages().GetAsyncEnumerator(cancel);
        while (await faults.TranslateAsync(() => pages.MoveNextAsync().AsTask(), cancel))
        {
            foreach (var entity in pages.Current.Values) yield return AzureRow.Read(entity);
        }
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset> CheckAsync(CancellationToken cancel) => faults.TranslateAsync(
        async () =>
        {
            using var lookup = TableRetries.Lookup();
            var query = table.QueryAsync<TableEntity>(filter: (string?)null, maxPerPage: 1, ["PartitionKey"], cancel);
            await using var pages = query.AsPages().GetAsyncEnumerator(cancel);
            await pages.MoveNextAsync();
            return pages.Current.GetRawResponse().Headers.Date ?? throw new InvalidDataException("The answer has no Date.");
        },
        cancel);

    /// <inheritdoc/>
    public Task CreateAsync(CancellationToken cancel) =>
        faults.TranslateAsync(async () => await table.CreateIfNotExistsAsync(cancel), cancel);

    private async Task WriteOneAsync(TableWrite write, CancellationToken cancel)
    {
        var (kind, row) = write;
        var etag = new ETag(row.ETag);
        switch (kind)
        {
            case TableWriteKind.Insert:
                await table.AddEntityAsync(AzureRow.Entity(row), cancel);
                break;
            case TableWriteKind.Replace:
                await table.UpdateEntityAsync(AzureRow.Entity(row), etag, TableUpdateMode.Replace, cancel);
                break;
            case TableWriteKind.Merge:
                await table.UpdateEntityAsync(AzureRow.Entity(row), etag, TableUpdateMode.Merge, cancel);
                break;
            case TableWriteKind.Delete:
                // The client takes a 404 for a success here.
                var answer = await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, etag, cancel);
                if (answer.IsError) throw new RequestFailedException(answer);
                break;
        }
    }

    private static string? FilterOf(TableScan scan)
    {
        // CreateQueryFilter quotes what it is given; the parts it returns are filters already.
        string?[] conditions =
        [
            scan.FromPartition is { } from ? TableClient.CreateQueryFilter($"PartitionKey ge {from}") : null,
            scan.BeforePartition is { } before ? TableClient.CreateQueryFilter($"PartitionKey lt {before}") : null,
            scan.RowKey is { } row ? TableClient.CreateQueryFilter($"RowKey eq {row}") : null,
        ];
        var filter = string.Join(" and ", conditions.OfType<string>());
        return filter.Length > 0 ? filter : null;
    }
}
