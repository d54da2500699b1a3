using System.Globalization;
using Microsoft.Data.Sqlite;
using TokenIssuer.Storage;

namespace TokenIssuer.Cli.Storage;

/// <summary>One connection with its prepared statements; used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>Marks the file as ours: "tfs1".</summary>
    private const int ApplicationId = 0x74667331;

    /// <summary>The layout of the tables.</summary>
    private const int Layout = 1;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = [];

    public SqliteSession(string path, TimeSpan patience)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = (int)patience.TotalSeconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {patience.TotalMilliseconds}"));
            // A commit is on the disk when it returns.
            Execute("PRAGMA synchronous = FULL");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes an empty database a store and says whether this call did. The write lock decides between processes that
    /// start at once.
    /// </summary>
    public bool Claim()
    {
        var id = Number("PRAGMA application_id");
        var isNew = id == 0 && Take();
        if (!isNew && (Number("PRAGMA application_id"), Number("PRAGMA user_version")) != (ApplicationId, Layout))
        {
            throw new StoreUnavailableException(
                $"'{connection.DataSource}' is a database of something else, or of a newer version of this program.");
        }

        // Readers and the writer do not wait for each other. The file remembers it.
        Execute("PRAGMA journal_mode = WAL");
        return isNew;
    }

    public void InTransaction(Action work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            work();
        }
        catch (TableConflictException)
        {
            Execute("ROLLBACK");
            throw;
        }

        Execute("COMMIT");
    }

    /// <summary>Runs a statement whose parameters are <c>$1</c>, <c>$2</c>, … and says how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<string> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query of the same form. Dispose the reader before the next use of the same query.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<string> values) => Prepare(sql, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in prepared.Values) command.Dispose();
        connection.Dispose();
    }

    private bool Take()
    {
        var taken = false;
        InTransaction(() =>
        {
            taken = Number("PRAGMA application_id") == 0 && Number("SELECT count(*) FROM sqlite_schema") == 0;
            if (!taken) return;
            Execute($"PRAGMA application_id = {ApplicationId}");
            Execute($"PRAGMA user_version = {Layout}");
        });
        return taken;
    }

    private long Number(string sql)
    {
        using var reader = Query(sql);
        reader.Read();
        return reader.GetInt64(0);
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<string> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++) command.Parameters.Add($"${i + 1}", SqliteType.Text);
            prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        return command;
    }
}
