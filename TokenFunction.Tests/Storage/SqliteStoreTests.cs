using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The SQLite file: who made it, who may read it and what is in it.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly SqliteFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void A_store_is_new_to_the_one_that_made_it()
    {
        using var first = file.Open();
        using var second = file.Open();

        Assert.True(first.IsNew);
        Assert.False(second.IsNew);
    }

    [Fact]
    public void An_empty_file_as_a_process_killed_early_leaves_it_is_new()
    {
        File.Create(file.Path).Dispose();

        using var store = file.Open();

        Assert.True(store.IsNew);
    }

    [Fact]
    public async Task Of_many_that_open_a_new_file_at_once_one_made_it()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(file.Open)));

        Assert.Single(stores, s => s.IsNew);
        foreach (var store in stores) store.Dispose();
    }

    [Fact]
    public async Task The_file_and_its_log_are_for_their_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var store = file.Open();
        await (await store.RowsAsync()).WriteAsync(TableWrite.Insert(Row("p", "r")));

        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path + suffix));
        }
    }

    [Fact]
    public async Task The_format_on_disk_is_legible_and_fixed()
    {
        using var store = file.Open();
        var columns = new Dictionary<string, object?>
        {
            ["text"] = "é\"",
            ["yes"] = true,
            ["int"] = 1,
            ["long"] = 1L,
            ["double"] = 1.5,
            ["bytes"] = new byte[] { 1 },
            ["time"] = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
            ["guid"] = Guid.Empty,
        };
        await (await store.RowsAsync()).WriteAsync(TableWrite.Insert(new TableRow("p", "r") { Columns = columns }));

        using var other = file.Connect();

        Assert.Equal(
            """
            p r {"text":"é\"","yes":true,"int":1,"long":{"long":1},"double":{"double":1.5},"bytes":{"bytes":"AQ=="},
            "time":{"time":"2026-01-31T12:00:00.0000000Z"},"guid":{"guid":"00000000-0000-0000-0000-000000000000"}}
            """.ReplaceLineEndings(""),
            other.Run("SELECT pk || ' ' || rk || ' ' || columns FROM rows"));
    }

    [Theory, InlineData("ab"), InlineData("1ab"), InlineData("a_b"), InlineData("x\"; DROP TABLE rows; --")]
    public void A_table_has_a_name_that_Azure_would_take(string name)
    {
        using var store = file.Open();

        Assert.Throws<ArgumentException>(() => store.Table(name));
    }
}
