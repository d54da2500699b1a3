using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: what Azure Tables would refuse is refused everywhere, and nothing less.</summary>
public sealed class TableLimitTests
{
    private static readonly string LongestKey = new('k', 512);

    [Theory, OnSqlite, OnAzurite]
    public async Task Keys_may_be_of_any_text_but_a_few_characters(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        string[] keys =
        [
            "", " ", "a b", "'", "''", "a'b", "\"", "%", "%2F", "+", "&", "=", "(", ")", ",", ";", ":", "@", "$", "*", "!", "~", "-", "_",
            ".", "..", "<>", "[]", "{}", "|", "^", "`", "é", "日本語", "\u00a0", "\ufffd", LongestKey,
        ];
        foreach (var key in keys) await table.WriteAsync(TableWrite.Insert(Row(key, key)));

        foreach (var key in keys)
        {
            var row = await table.GetAsync(key, key);
            Assert.Equal((key, key), (row.PartitionKey, row.RowKey));
            Assert.Equal(key, (await table.ReadPartitionAsync(key, CancellationToken.None)).Single().RowKey);
            await table.WriteAsync(TableWrite.Merge(Row(key, key, 1, row.ETag)));
            await table.WriteAsync(TableWrite.Delete(key, key, TableWrite.AnyVersion));
        }

        Assert.Empty(await table.ScanAsync(new TableScan()));
    }

    [Theory]
    [OnSqlite("/"), OnSqlite("\\"), OnSqlite("#"), OnSqlite("?"), OnSqlite("\0"), OnSqlite("\t"), OnSqlite("\u007f"), OnSqlite("\u009f")]
    [OnAzurite("/"), OnAzurite("\\"), OnAzurite("#"), OnAzurite("?"), OnAzurite("\0"), OnAzurite("\t"), OnAzurite("\u007f"), OnAzurite("\u009f")]
    [OnSqlite("\ud83d\ude00"), OnAzurite("\ud83d\ude00")]
    public async Task Other_keys_are_refused_before_the_store_is_asked(StoreKind on, string character)
    {
        using var store = await TestStore.OpenAsync(on);
        await AssertKeyRefusedAsync(await store.TableAsync(), $"a{character}b");
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_key_longer_than_a_KiB_of_UTF_16_is_refused(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        await AssertKeyRefusedAsync(await store.TableAsync(), LongestKey + "k");
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_column_of_64_KiB_is_kept_and_a_longer_one_refused(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(Insert(("text", new string('x', 32768)), ("bytes", new byte[65536])));

        Assert.Equal(32768, (await table.GetAsync("p", "r")).Text("text")!.Length);
        await AssertRefusedAsync(table, Insert(("text", new string('x', 32769))));
        await AssertRefusedAsync(table, Insert(("bytes", new byte[65537])));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_row_holds_252_columns_and_a_MiB(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(Insert([.. Enumerable.Range(0, 252).Select(i => ($"c{i}", (object?)i))]));

        Assert.Equal(252, (await table.GetAsync("p", "r")).Columns.Count);
        await AssertRefusedAsync(table, Insert([.. Enumerable.Range(0, 253).Select(i => ($"c{i}", (object?)i))]));
        await AssertRefusedAsync(table, Insert([.. Enumerable.Range(0, 16).Select(i => ($"c{i}", (object?)new byte[65536]))]));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_batch_of_more_than_4_MiB_is_refused(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();

        await AssertRefusedAsync(table, [.. Enumerable.Range(0, 65).Select(
            i => TableWrite.Insert(new TableRow("p", $"{i}") { Columns = new() { ["bytes"] = new byte[65536] } }))]);
    }

    public static TheoryData<string, object> Misfits => new()
    {
        { "a_decimal", 1m }, { "a_short", (short)1 }, { "a_local_time", DateTime.UnixEpoch }, { "a_list", new List<string>() },
        { "not_a_number", double.NaN }, { "infinite", double.NegativeInfinity }, { "too_early", DateTimeOffset.MinValue },
        { "", "" }, { "1st", "" }, { "a-b", "" }, { "a.b", "" }, { new string('n', 256), "" },
        { "PartitionKey", "" }, { "RowKey", "" }, { "Timestamp", "" },
    };

    [Theory, MemberData(nameof(Misfits))]
    public void A_column_that_Azure_has_no_place_for_is_refused(string name, object value) =>
        Assert.Throws<ArgumentException>(() => TableLimits.Check([Insert((name, value))]));

    [Fact]
    public void A_change_names_the_version_it_changes() =>
        Assert.Throws<ArgumentException>(() => TableLimits.Check([TableWrite.Replace(Row("p", "r"))]));

    private static TableWrite Insert(params (string Name, object? Value)[] columns) =>
        TableWrite.Insert(new TableRow("p", "r") { Columns = columns.ToDictionary(c => c.Name, c => c.Value) });

    private static async Task AssertKeyRefusedAsync(ITable table, string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => table.GetAsync(key, "r", CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => table.GetAsync("p", key, CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() => table.ReadPartitionAsync(key, CancellationToken.None));
        await AssertRefusedAsync(table, TableWrite.Insert(Row(key, "r")));
        await AssertRefusedAsync(table, TableWrite.Insert(Row("p", key)));
    }

    private static async Task AssertRefusedAsync(ITable table, params TableWrite[] writes)
    {
        var before = (await table.ScanAsync(new TableScan { Columns = [] })).Select(r => r.ETag);
        await Assert.ThrowsAsync<ArgumentException>(() => table.WriteAsync(writes));
        Assert.Equal(before, (await table.ScanAsync(new TableScan { Columns = [] })).Select(r => r.ETag));
    }
}
