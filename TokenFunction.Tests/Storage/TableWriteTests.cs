using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: one write.</summary>
public sealed class TableWriteTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task An_inserted_row_is_there_with_an_ETag(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();

        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));

        var row = await table.GetAsync("p", "r");
        Assert.Equal(("p", "r", 1), (row.PartitionKey, row.RowKey, row.Columns["n"]));
        Assert.Equal(["n"], row.Columns.Keys);
        Assert.NotEmpty(row.ETag);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task An_insert_of_a_row_that_exists_conflicts_and_changes_nothing(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));

        await table.ConflictsAsync(TableConflict.Exists, "r", TableWrite.Insert(Row("p", "r", 2)));

        Assert.Equal(1, await table.NumberAsync("p", "r"));
    }

    [Theory]
    [OnSqlite(TableWriteKind.Replace), OnSqlite(TableWriteKind.Merge), OnSqlite(TableWriteKind.Delete)]
    [OnAzurite(TableWriteKind.Replace), OnAzurite(TableWriteKind.Merge), OnAzurite(TableWriteKind.Delete)]
    public async Task A_write_of_the_version_read_succeeds_once(StoreKind on, TableWriteKind kind)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));
        var read = await table.GetAsync("p", "r");
        var write = new TableWrite(kind, Row("p", "r", 2, read.ETag));

        await table.WriteAsync(write);

        Assert.Equal(kind == TableWriteKind.Delete ? null : 2, await table.NumberAsync("p", "r"));
        await table.ConflictsAsync(kind == TableWriteKind.Delete ? TableConflict.Missing : TableConflict.Changed, "r", write);
    }

    [Theory]
    [OnSqlite(TableWriteKind.Replace), OnSqlite(TableWriteKind.Merge), OnSqlite(TableWriteKind.Delete)]
    [OnAzurite(TableWriteKind.Replace), OnAzurite(TableWriteKind.Merge), OnAzurite(TableWriteKind.Delete)]
    public async Task A_write_of_another_version_conflicts_and_changes_nothing(StoreKind on, TableWriteKind kind)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));
        var read = await table.GetAsync("p", "r");
        await table.WriteAsync(TableWrite.Replace(read with { Columns = new() { ["n"] = 2 } }));

        await table.ConflictsAsync(TableConflict.Changed, "r", new TableWrite(kind, Row("p", "r", 3, read.ETag)));

        Assert.Equal(2, await table.NumberAsync("p", "r"));
    }

    [Theory]
    [OnSqlite(TableWriteKind.Replace), OnSqlite(TableWriteKind.Merge), OnSqlite(TableWriteKind.Delete)]
    [OnAzurite(TableWriteKind.Replace), OnAzurite(TableWriteKind.Merge), OnAzurite(TableWriteKind.Delete)]
    public async Task A_write_of_any_version_succeeds_on_a_row_that_exists(StoreKind on, TableWriteKind kind)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));

        await table.WriteAsync(new TableWrite(kind, Row("p", "r", 2, TableWrite.AnyVersion)));

        Assert.Equal(kind == TableWriteKind.Delete ? null : 2, await table.NumberAsync("p", "r"));
    }

    [Theory]
    [OnSqlite(TableWriteKind.Replace), OnSqlite(TableWriteKind.Merge), OnSqlite(TableWriteKind.Delete)]
    [OnAzurite(TableWriteKind.Replace), OnAzurite(TableWriteKind.Merge), OnAzurite(TableWriteKind.Delete)]
    public async Task A_write_of_a_row_that_is_gone_brings_nothing_back(StoreKind on, TableWriteKind kind)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));
        var read = await table.GetAsync("p", "r");
        await table.WriteAsync(TableWrite.Delete("p", "r", read.ETag));

        await table.ConflictsAsync(TableConflict.Missing, "r", new TableWrite(kind, Row("p", "r", 2, TableWrite.AnyVersion)));
        await table.ConflictsAsync(TableConflict.Missing, "r", new TableWrite(kind, Row("p", "r", 2, read.ETag)));

        Assert.Null(await table.NumberAsync("p", "r"));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_row_that_was_deleted_and_inserted_again_is_another_version(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));
        var first = await table.GetAsync("p", "r");
        await table.WriteAsync(TableWrite.Delete("p", "r", first.ETag));
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)));

        await table.ConflictsAsync(TableConflict.Changed, "r", TableWrite.Delete("p", "r", first.ETag));
    }
}
