using Microsoft.Data.Sqlite;
using TokenIssuer.Cli.Storage;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Storage;

/// <summary>A SQLite file in a new folder, which goes with everything in it; as the store sees it, and as another program does.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("store-");

    public string Path => System.IO.Path.Combine(folder.FullName, "store.db");

    public SqliteStore Open() => SqliteStore.Open(Path, TimeProvider.System);

    /// <summary>A connection that knows nothing of the store. It waits a second for a lock.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    public void Dispose() => folder.Delete(recursive: true);
}

internal static class SqliteFileExtensions
{
    /// <summary>The table <c>rows</c>, made first when it is missing.</summary>
    public static async Task<ITable> RowsAsync(this SqliteStore store)
    {
        var table = store.Table("rows");
        await table.CreateAsync(CancellationToken.None);
        return table;
    }

    /// <summary>The first value that a statement returns.</summary>
    public static object? Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
