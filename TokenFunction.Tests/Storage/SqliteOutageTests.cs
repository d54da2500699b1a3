using TokenIssuer.Cli.Storage;
using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>A SQLite file that cannot be used is a fault that names the file and what is wrong with it.</summary>
public sealed class SqliteOutageTests : IDisposable
{
    private readonly SqliteFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_file_that_another_process_keeps_locked_is_readable_and_a_write_gives_up()
    {
        using var store = file.Open();
        var table = await store.RowsAsync();
        using var other = file.Connect();
        other.Run("BEGIN IMMEDIATE");

        await AssertFaultAsync("is locked", () => table.WriteAsync(TableWrite.Insert(Row("p", "r", 1))));
        Assert.Null(await table.NumberAsync("p", "r"));
        other.Run("ROLLBACK");
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 2)));

        Assert.Equal(2, await table.NumberAsync("p", "r"));
    }

    [Fact]
    public async Task A_file_whose_pages_are_damaged_is_a_fault()
    {
        using (var store = file.Open()) await (await store.RowsAsync()).WriteAsync(TableWrite.Insert(Row("p", "r", 1)));
        using (var stream = File.OpenWrite(file.Path))
        {
            // The first page is the schema; the rows come after it.
            stream.Position = 4096;
            stream.Write(Enumerable.Repeat((byte)0xA5, (int)stream.Length - 4096).ToArray());
        }

        using var reopened = file.Open();

        await AssertFaultAsync("is damaged", () => reopened.Table("rows").GetAsync("p", "r", CancellationToken.None));
        await AssertFaultAsync("is damaged", () => reopened.Table("rows").WriteAsync(TableWrite.Insert(Row("p", "r", 1))));
    }

    [Fact]
    public async Task A_row_of_a_newer_version_is_a_fault_and_not_a_guess()
    {
        using var store = file.Open();
        var table = await store.RowsAsync();
        using var other = file.Connect();
        other.Run("""INSERT INTO rows VALUES ('p', 'r', 'e', '{"a":{"decimal":"1.0"}}')""");

        await AssertFaultAsync("has a row that cannot be read: 'r' of 'p'. A column is of type 'decimal'", () => table.GetAsync("p", "r", CancellationToken.None));
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(file.Path, "Dear diary, today I was almost overwritten by a token issuer.");

        AssertFault("no SQLite database", file.Open);
        Assert.StartsWith("Dear diary", File.ReadAllText(file.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE recipes (name TEXT)")]
    [InlineData("PRAGMA application_id = 1")]
    public void A_database_of_something_else_is_left_alone(string sql)
    {
        using var other = file.Connect();
        other.Run(sql);

        AssertFault("something else", file.Open);
        Assert.Equal("delete", other.Run("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_store_of_a_newer_layout_is_left_alone()
    {
        file.Open().Dispose();
        using (var other = file.Connect()) other.Run("PRAGMA user_version = 2");

        AssertFault("newer version", file.Open);
    }

    [Fact]
    public void A_path_whose_folder_is_missing_is_a_fault_that_names_it()
    {
        var path = Path.Combine(file.Path, "missing", "store.db");

        AssertFault(path, () => SqliteStore.Open(path, TimeProvider.System));
    }

    [Fact]
    public void A_path_that_is_a_folder_is_a_fault_that_names_it()
    {
        Directory.CreateDirectory(file.Path);

        AssertFault(file.Path, file.Open);
    }

    private void AssertFault(string reason, Func<object> call) => AssertFault(reason, Assert.Throws<StoreUnavailableException>(call));

    private async Task AssertFaultAsync(string reason, Func<Task> call) =>
        AssertFault(reason, await Assert.ThrowsAsync<StoreUnavailableException>(call));

    private void AssertFault(string reason, StoreUnavailableException fault)
    {
        Assert.Contains(file.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }
}
