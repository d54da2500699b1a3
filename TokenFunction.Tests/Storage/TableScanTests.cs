using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: scans.</summary>
public sealed class TableScanTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task A_scan_visits_all_rows_in_the_order_of_their_keys(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await GridAsync(store);

        var rows = await table.ScanAsync(new TableScan());

        Assert.Equal(["/1", "/2", "A/1", "A/2", "a/1", "a/2", "a'b/1", "a'b/2", "b/1", "b/2"], Keys(rows));
        Assert.All(rows, r => Assert.Equal(["n", "text"], r.Columns.Keys.Order()));
    }

    [Theory]
    [OnSqlite("a", "b", "a/1 a/2 a'b/1 a'b/2"), OnAzurite("a", "b", "a/1 a/2 a'b/1 a'b/2")]
    [OnSqlite(null, "a", "/1 /2 A/1 A/2"), OnAzurite(null, "a", "/1 /2 A/1 A/2")]
    [OnSqlite("a'b", null, "a'b/1 a'b/2 b/1 b/2"), OnAzurite("a'b", null, "a'b/1 a'b/2 b/1 b/2")]
    [OnSqlite("a", "a'b", "a/1 a/2"), OnAzurite("a", "a'b", "a/1 a/2")]
    [OnSqlite("b", "a", ""), OnAzurite("b", "a", "")]
    [OnSqlite("x' or 'x' eq 'x", null, ""), OnAzurite("x' or 'x' eq 'x", null, "")]
    public async Task A_range_includes_its_start_and_not_its_end(StoreKind on, string? from, string? before, string expected)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await GridAsync(store);

        var rows = await table.ScanAsync(new TableScan { FromPartition = from, BeforePartition = before });

        Assert.Equal(expected, string.Join(' ', Keys(rows)));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_scan_for_a_row_key_visits_only_rows_of_that_key(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await GridAsync(store);

        Assert.Equal(["A/2", "a/2", "a'b/2"], Keys(await table.ScanAsync(new() { FromPartition = "A", BeforePartition = "b", RowKey = "2" })));
        Assert.Empty(await table.ScanAsync(new() { RowKey = "1' or RowKey eq '2" }));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_projected_row_has_its_keys_the_columns_asked_for_and_an_ETag_to_delete_it_by(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await GridAsync(store);

        var rows = await table.ScanAsync(new TableScan { FromPartition = "b", Columns = ["n", "absent"] });
        Assert.Equal(["b/1", "b/2"], Keys(rows));
        Assert.All(rows, r => Assert.Equal(["n"], r.Columns.Keys));
        await table.WriteAsync(TableWrite.Merge(Row("b", "2", 3, TableWrite.AnyVersion)));

        await table.WriteAsync(TableWrite.Delete("b", "1", rows[0].ETag));
        await table.ConflictsAsync(TableConflict.Changed, "2", TableWrite.Delete("b", "2", rows[1].ETag));

        Assert.Equal(["b/2"], Keys(await table.ScanAsync(new TableScan { FromPartition = "b" })));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_projection_of_no_columns_is_the_keys_and_the_ETag(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await GridAsync(store);

        var rows = await table.ScanAsync(new TableScan { Columns = [] });

        Assert.Equal(10, rows.Count);
        Assert.All(rows, r => Assert.True(r is { ETag.Length: > 0, Columns.Count: 0 }));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_scan_goes_on_over_pages_while_the_rows_behind_it_are_deleted(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        var keys = Enumerable.Range(0, 2100).Select(i => (Partition: $"{i / 100:D2}", Row: $"{i % 100:D2}")).ToArray();
        foreach (var some in keys.Chunk(100)) await table.WriteAsync([.. some.Select(k => TableWrite.Insert(Row(k.Partition, k.Row)))]);

        var seen = new List<(string, string)>();
        await foreach (var row in table.ScanAsync(new TableScan { Columns = [] }, CancellationToken.None))
        {
            seen.Add((row.PartitionKey, row.RowKey));
            if (seen.Count % 50 == 0) await table.WriteAsync(TableWrite.Delete(row.PartitionKey, row.RowKey, row.ETag));
        }

        Assert.Equal(keys, seen);
        Assert.Equal(2100 - 42, (await table.ScanAsync(new TableScan { Columns = [] })).Count);
    }

    private static async Task<ITable> GridAsync(TestStore store)
    {
        var table = await store.TableAsync();
        foreach (var partition in new[] { "b", "a'b", "a", "A", "" })
        {
            var rows = new[] { 2, 1 }.Select(n => new TableRow(partition, $"{n}") { Columns = new() { ["n"] = n, ["text"] = "t" } });
            await table.WriteAsync([.. rows.Select(TableWrite.Insert)]);
        }

        return table;
    }

    private static IEnumerable<string> Keys(IEnumerable<TableRow> rows) => rows.Select(r => $"{r.PartitionKey}/{r.RowKey}");
}
