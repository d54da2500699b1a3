using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: several writes commit together or not at all.</summary>
public sealed class TableBatchTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task A_batch_of_every_kind_of_write_commits_as_one(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(
            TableWrite.Insert(Row("p", "replaced", 1)),
            TableWrite.Insert(new TableRow("p", "merged") { Columns = new() { ["n"] = 1, ["kept"] = true } }),
            TableWrite.Insert(Row("p", "deleted", 1)));
        var replaced = await table.GetAsync("p", "replaced");

        await table.WriteAsync(
            TableWrite.Insert(Row("p", "inserted", 2)),
            TableWrite.Replace(replaced with { Columns = new() { ["n"] = 2 } }),
            TableWrite.Merge(Row("p", "merged", 2, TableWrite.AnyVersion)),
            TableWrite.Delete("p", "deleted", TableWrite.AnyVersion));

        var rows = await table.ReadPartitionAsync("p", CancellationToken.None);
        Assert.Equal(["inserted", "merged", "replaced"], rows.Select(r => r.RowKey));
        Assert.All(rows, r => Assert.Equal(2, r.Columns["n"]));
        Assert.Equal(true, rows[1].Columns["kept"]);
    }

    [Theory]
    [OnSqlite(TableWriteKind.Insert, TableConflict.Exists), OnAzurite(TableWriteKind.Insert, TableConflict.Exists)]
    [OnSqlite(TableWriteKind.Replace, TableConflict.Changed), OnAzurite(TableWriteKind.Replace, TableConflict.Changed)]
    [OnSqlite(TableWriteKind.Merge, TableConflict.Changed), OnAzurite(TableWriteKind.Merge, TableConflict.Changed)]
    [OnSqlite(TableWriteKind.Delete, TableConflict.Changed), OnAzurite(TableWriteKind.Delete, TableConflict.Changed)]
    public async Task A_batch_whose_second_write_lost_commits_nothing(StoreKind on, TableWriteKind kind, TableConflict conflict)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "old", 1)), TableWrite.Insert(Row("p", "raced", 1)));
        var stale = await table.GetAsync("p", "raced");
        await table.WriteAsync(TableWrite.Merge(Row("p", "raced", 2, stale.ETag)));

        await table.ConflictsAsync(
            conflict,
            "raced",
            TableWrite.Replace(Row("p", "old", 3, TableWrite.AnyVersion)),
            new TableWrite(kind, Row("p", "raced", 3, stale.ETag)),
            TableWrite.Insert(Row("p", "new", 3)));

        Assert.Equal(1, await table.NumberAsync("p", "old"));
        Assert.Equal(2, await table.NumberAsync("p", "raced"));
        Assert.Null(await table.NumberAsync("p", "new"));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_batch_that_misses_a_row_commits_nothing(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();

        await table.ConflictsAsync(
            TableConflict.Missing,
            "gone",
            TableWrite.Insert(Row("p", "new", 1)),
            TableWrite.Merge(Row("p", "gone", 1, TableWrite.AnyVersion)));

        Assert.Empty(await table.ReadPartitionAsync("p", CancellationToken.None));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_hundred_writes_are_one_batch_and_one_more_is_refused(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        var writes = Enumerable.Range(0, TableLimits.MaxWrites + 1).Select(i => TableWrite.Insert(Row("p", $"{i}", i))).ToArray();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => table.WriteAsync(writes));
        Assert.Empty(await table.ReadPartitionAsync("p", CancellationToken.None));
        await table.WriteAsync(writes[..^1]);

        Assert.Equal(TableLimits.MaxWrites, (await table.ReadPartitionAsync("p", CancellationToken.None)).Count);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_batch_is_refused_that_is_empty_leaves_its_partition_or_names_a_row_twice(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => table.WriteAsync());
        await Assert.ThrowsAsync<ArgumentException>(
            () => table.WriteAsync(TableWrite.Insert(Row("p", "1")), TableWrite.Insert(Row("q", "2"))));
        await Assert.ThrowsAsync<ArgumentException>(
            () => table.WriteAsync(TableWrite.Insert(Row("p", "1")), TableWrite.Insert(Row("p", "1"))));

        Assert.Empty(await table.ScanAsync(new TableScan()));
    }
}
