using System.Globalization;
using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: what goes into a column comes out of it.</summary>
public sealed class TableColumnTests
{
    private static readonly Dictionary<string, object?> Values = new()
    {
        ["empty"] = "",
        ["text"] = "quotes ' \" backslash \\ <tag> &amp; \r\n\t\0 ümläut 日本語 \ud83d\ude00",
        ["json"] = """{"time":"2026-01-31T12:00:00.0000000Z"}""",
        ["number_as_text"] = "42",
        ["time_as_text"] = "2026-01-31T12:00:00.0000000Z",
        ["guid_as_text"] = "6f9619ff-8b86-d011-b42d-00c04fc964ff",
        ["yes"] = true,
        ["no"] = false,
        ["zero"] = 0,
        ["least_int"] = int.MinValue,
        ["greatest_int"] = int.MaxValue,
        ["small_long"] = 1L,
        ["least_long"] = long.MinValue,
        ["greatest_long"] = long.MaxValue,
        ["beyond_double"] = 9007199254740993L,
        ["whole_double"] = 1.0,
        ["third"] = 1.0 / 3,
        ["great_double"] = double.MaxValue,
        ["tiny_double"] = double.Epsilon,
        ["negative_double"] = -1234567.875,
        ["time"] = new DateTimeOffset(2026, 1, 31, 12, 34, 56, TimeSpan.Zero).AddTicks(1234567),
        ["midnight"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        ["first_time"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero),
        ["last_time"] = DateTimeOffset.MaxValue,
        ["guid"] = Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        ["no_bytes"] = Array.Empty<byte>(),
        ["bytes"] = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray(),
        ["_case"] = "lower",
        ["_Case"] = "upper",
    };

    [Theory, OnSqlite, OnAzurite]
    public async Task Every_type_comes_back_as_it_was_from_a_lookup_a_partition_and_a_scan(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(new TableRow("p", "r") { Columns = Values }));

        AssertSame(Values, (await table.GetAsync("p", "r")).Columns);
        AssertSame(Values, (await table.ReadPartitionAsync("p", CancellationToken.None)).Single().Columns);
        AssertSame(Values, (await table.ScanAsync(new TableScan())).Single().Columns);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task Every_type_survives_a_batch_a_replace_and_a_merge(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(
            TableWrite.Insert(new TableRow("p", "1") { Columns = Values }), TableWrite.Insert(Row("p", "2", 1)), TableWrite.Insert(Row("p", "3", 1)));

        await table.WriteAsync(TableWrite.Replace(new TableRow("p", "2") { ETag = "*", Columns = Values }));
        await table.WriteAsync(TableWrite.Merge(new TableRow("p", "3") { ETag = "*", Columns = Values }));

        AssertSame(Values, (await table.GetAsync("p", "1")).Columns);
        AssertSame(Values, (await table.GetAsync("p", "2")).Columns);
        AssertSame(new(Values) { ["n"] = 1 }, (await table.GetAsync("p", "3")).Columns);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_time_comes_back_in_UTC(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        var time = new DateTimeOffset(2026, 3, 29, 2, 30, 0, TimeSpan.FromHours(2));
        await table.WriteAsync(TableWrite.Insert(new TableRow("p", "r") { Columns = new() { ["t"] = time } }));

        var read = (await table.GetAsync("p", "r")).Time("t");

        Assert.Equal((time.UtcTicks, TimeSpan.Zero), (read!.Value.Ticks, read.Value.Offset));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_null_is_no_column_when_inserted_or_replaced_and_keeps_the_column_in_a_merge(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(new TableRow("p", "r") { Columns = new() { ["a"] = "1", ["b"] = null } }));
        AssertSame(new() { ["a"] = "1" }, (await table.GetAsync("p", "r")).Columns);

        await table.WriteAsync(TableWrite.Merge(new TableRow("p", "r") { ETag = "*", Columns = new() { ["a"] = null, ["c"] = "3" } }));
        AssertSame(new() { ["a"] = "1", ["c"] = "3" }, (await table.GetAsync("p", "r")).Columns);

        await table.WriteAsync(TableWrite.Replace(new TableRow("p", "r") { ETag = "*", Columns = new() { ["a"] = null, ["c"] = "4" } }));
        AssertSame(new() { ["c"] = "4" }, (await table.GetAsync("p", "r")).Columns);
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task A_merge_may_change_the_type_of_a_column(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(new TableRow("p", "r") { Columns = new() { ["a"] = 1L, ["b"] = "x" } }));

        await table.WriteAsync(TableWrite.Merge(new TableRow("p", "r") { ETag = "*", Columns = new() { ["a"] = "1", ["b"] = 2.0 } }));

        AssertSame(new() { ["a"] = "1", ["b"] = 2.0 }, (await table.GetAsync("p", "r")).Columns);
    }

    private static void AssertSame(Dictionary<string, object?> expected, Dictionary<string, object?> actual) =>
        Assert.Equal(expected.Select(Describe).Order(StringComparer.Ordinal), actual.Select(Describe).Order(StringComparer.Ordinal));

    private static string Describe(KeyValuePair<string, object?> column) => $"{column.Key}: {column.Value?.GetType().Name} " + column.Value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable value => value.ToString(value is DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture),
        var value => value,
    };
}
