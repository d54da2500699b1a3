using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TokenIssuer.Storage;

namespace TokenIssuer.Cli.Storage;

/// <summary>
/// One SQLite file with any number of tables; the embedded default. Several processes may open it at once, on a local
/// disk: SQLite's locks do not hold over a network.
/// </summary>
internal sealed class SqliteStore : IDisposable
{
    /// <summary>How long a write waits for another process's.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string path;
    private readonly TimeProvider time;
    private readonly ConcurrentBag<SqliteSession> idle = [];

    /// <summary>Writers of this process queue here, where they are woken in turn; SQLite's own waiting is polling.</summary>
    private readonly SemaphoreSlim writer = new(1);
    private bool disposed;

    private SqliteStore(string path, TimeProvider time)
    {
        this.path = path;
        this.time = time;
        IsNew = Use(session => session.Claim());
    }

    /// <summary>This call made the store; of several processes that open a new file at once it is true in one.</summary>
    public bool IsNew { get; }

    /// <summary>
    /// Opens the store, made first when the file is missing or empty. Throws <see cref="StoreUnavailableException"/> naming
    /// the file when it cannot be opened or is something else.
    /// </summary>
    public static SqliteStore Open(string path, TimeProvider time)
    {
        path = Path.GetFullPath(path);
        try
        {
            // An existing file is not touched: closing a handle to it would drop the locks that other connections of
            // this process hold on it.
            if (!File.Exists(path)) CreateFile(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Someone else just made it.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The store '{path}' cannot be created: {e.Message}", e);
        }

        return new SqliteStore(path, time);
    }

    /// <summary>A table of the store; it need not exist yet.</summary>
    public ITable Table(string name) => new SqliteTable(this, name, time);

    /// <summary>Runs a read on a connection of its own.</summary>
    public T Use<T>(Func<SqliteSession, T> work)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        SqliteSession? session = null;
        var sound = false;
        try
        {
            if (!idle.TryTake(out session)) session = new SqliteSession(path, Patience);
            var result = work(session);
            sound = true;
            return result;
        }
        catch (TableConflictException)
        {
            sound = true;
            throw;
        }
        catch (Exception e) when (e is SqliteException or JsonException or FormatException)
        {
            throw new StoreUnavailableException(SqliteFault.Describe(path, e), e);
        }
        finally
        {
            // A connection that failed is not used again; closing it rolls back what it had begun.
            if (sound && !disposed) idle.Add(session!);
            else session?.Dispose();
        }
    }

    /// <summary>Runs a write transaction: committed when <paramref name="work"/> returns, rolled back when it throws.</summary>
    public async Task WriteAsync(Action<SqliteSession> work, CancellationToken cancel)
    {
        if (!await writer.WaitAsync(Patience, cancel))
        {
            throw new StoreUnavailableException($"The store '{path}' is busy: this process's own writes take too long.");
        }

        try
        {
            Use(session =>
            {
                session.InTransaction(() => work(session));
                return true;
            });
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>Closes the connections; the last one to close a file tidies up its log. No call may be running.</summary>
    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var session)) session.Dispose();
        writer.Dispose();
    }

    /// <summary>For the owner alone; SQLite gives its -wal and -shm files the same permissions.</summary>
    private static void CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }
}
