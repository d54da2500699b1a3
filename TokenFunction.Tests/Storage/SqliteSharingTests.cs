using Microsoft.Data.Sqlite;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>Several that use one SQLite file at once, and what the next one finds.</summary>
public sealed class SqliteSharingTests : IDisposable
{
    private readonly SqliteFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Two_that_use_one_file_see_each_other_and_lose_no_update()
    {
        using var one = file.Open();
        using var two = file.Open();
        var tables = new[] { await one.RowsAsync(), await two.RowsAsync() };
        await tables[0].WriteAsync(TableWrite.Insert(Row("p", "r", 0)));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < 25; n++) await tables[i % 2].IncrementAsync("p", "r");
        })));

        Assert.Equal(100, await tables[0].NumberAsync("p", "r"));
        Assert.Equal(100, await tables[1].NumberAsync("p", "r"));
    }

    [Fact]
    public async Task A_write_keeps_others_out_from_before_its_first_read()
    {
        using var store = file.Open();
        using var other = file.Connect();

        await store.WriteAsync(_ => Assert.Throws<SqliteException>(() => other.Run("BEGIN IMMEDIATE")), CancellationToken.None);
        other.Run("BEGIN IMMEDIATE");
    }

    [Fact]
    public async Task What_a_killed_process_leaves_behind_holds_all_that_was_acknowledged_and_nothing_else()
    {
        using var store = file.Open();
        var table = await store.RowsAsync();
        for (var i = 0; i < 20; i++) await table.WriteAsync(TableWrite.Insert(Row("p", $"{i:D2}", i)));
        using var unfinished = file.Connect();
        unfinished.Run("BEGIN IMMEDIATE; INSERT INTO rows VALUES ('p', 'unfinished', 'e', '{}')");

        // The files as a kill leaves them: the log not written back, a transaction begun.
        using var left = new SqliteFile();
        File.Copy(file.Path, left.Path);
        File.Copy(file.Path + "-wal", left.Path + "-wal");
        using var reopened = left.Open();

        var rows = await reopened.Table("rows").ReadPartitionAsync("p", CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 20), rows.Select(r => (int)r.Columns["n"]!));
    }

    [Fact]
    public async Task A_commit_waits_for_the_disk()
    {
        using var store = file.Open();
        await store.RowsAsync();

        Assert.Equal((2, "wal", 5000), store.Use(s => (Number(s, "PRAGMA synchronous"), Text(s, "PRAGMA journal_mode"), Number(s, "PRAGMA busy_timeout"))));

        static int Number(SqliteSession session, string sql) => int.Parse(Text(session, sql), null);
        static string Text(SqliteSession session, string sql)
        {
            using var reader = session.Query(sql);
            reader.Read();
            return reader.GetString(0);
        }
    }

    [Fact]
    public async Task A_scan_whose_consumer_pauses_does_not_hold_the_log()
    {
        using var store = file.Open();
        var table = await store.RowsAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "1")), TableWrite.Insert(Row("p", "2")));
        await using var scan = table.ScanAsync(new TableScan(), CancellationToken.None).GetAsyncEnumerator();
        await scan.MoveNextAsync();

        using var other = file.Connect();

        Assert.Equal(0L, other.Run("PRAGMA wal_checkpoint(TRUNCATE)"));
    }
}
