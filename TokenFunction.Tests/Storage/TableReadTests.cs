using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: reading rows and partitions, and the table as such.</summary>
public sealed class TableReadTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task A_row_or_partition_that_is_not_there_reads_as_nothing(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r")));

        Assert.Null(await table.GetAsync("p", "R", CancellationToken.None));
        Assert.Null(await table.GetAsync("P", "r", CancellationToken.None));
        Assert.Empty(await table.ReadPartitionAsync("P", CancellationToken.None));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_partition_reads_in_ordinal_order_and_without_its_neighbours(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        string[] keys = ["", "!", "10", "2", "A", "_", "a", "a!", "ab", "é", "ﬀ", "￮"];
        await table.WriteAsync([.. keys.Reverse().Select(k => TableWrite.Insert(Row("p", k)))]);
        await table.WriteAsync(TableWrite.Insert(Row("p!", "neighbour")));
        await table.WriteAsync(TableWrite.Insert(Row("", "neighbour")));

        var rows = await table.ReadPartitionAsync("p", CancellationToken.None);

        Assert.Equal(keys, rows.Select(r => r.RowKey));
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.All(rows, r => Assert.NotEmpty(r.ETag));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_partition_of_more_rows_than_a_page_reads_whole(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        var keys = Enumerable.Range(0, 1050).Select(i => $"{i:D4}").ToArray();
        foreach (var some in keys.Chunk(100)) await table.WriteAsync([.. some.Select(k => TableWrite.Insert(Row("p", k)))]);

        var rows = await table.ReadPartitionAsync("p", CancellationToken.None);

        Assert.Equal(keys, rows.Select(r => r.RowKey));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_check_returns_the_clock_of_the_store(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();

        var empty = await table.CheckAsync(CancellationToken.None);
        await table.WriteAsync(TableWrite.Insert(Row("p", "r")));
        var later = await table.CheckAsync(CancellationToken.None);

        Assert.InRange(empty, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        Assert.True(later >= empty);
        Assert.Equal(TimeSpan.Zero, later.Offset);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task Creating_a_table_again_keeps_its_rows(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));

        await table.CreateAsync(CancellationToken.None);

        Assert.Equal(1, await table.NumberAsync("p", "r"));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task Tables_of_a_store_do_not_share_rows(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var one = await store.TableAsync("one");
        var index = await store.TableAsync("index");
        await one.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));

        await index.WriteAsync(TableWrite.Insert(Row("p", "r", 2)));

        Assert.Equal(1, await store.Open("one").NumberAsync("p", "r"));
        Assert.Equal(2, await store.Open("index").NumberAsync("p", "r"));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_call_whose_caller_has_given_up_is_cancelled_and_does_nothing(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        var gone = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.GetAsync("p", "r", gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.ReadPartitionAsync("p", gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.WriteAsync([TableWrite.Insert(Row("p", "r"))], gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await table.ScanAsync(new TableScan(), gone).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync());

        Assert.Empty(await table.ScanAsync(new TableScan()));
    }
}
