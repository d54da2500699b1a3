using Microsoft.Data.Sqlite;

namespace TokenIssuer.Cli.Storage;

/// <summary>What is wrong with the file, in words that say what to look at. The codes: sqlite.org/rescode.html.</summary>
internal static class SqliteFault
{
    public static string Describe(string path, Exception e) => $"The store '{path}' {Reason(e)}";

    private static string Reason(Exception e) => e switch
    {
        not SqliteException => $"has a row that cannot be read: {e.Message}",
        SqliteException { SqliteErrorCode: 5 or 6 } => "is locked: another process has been writing to it for too long.",
        SqliteException { SqliteErrorCode: 8 } => "may not be written to.",
        SqliteException { SqliteErrorCode: 10 } => "cannot be read or written on its disk: is that full, or failing?",
        SqliteException { SqliteErrorCode: 11 or 26 } => "is damaged, or no SQLite database.",
        SqliteException { SqliteErrorCode: 13 } => "does not fit on its disk any more.",
        SqliteException { SqliteErrorCode: 14 } => "cannot be opened: is it there, with its folder, and may they be written to?",
        SqliteException { SqliteErrorCode: 1 } when e.Message.Contains("no such table", StringComparison.Ordinal) =>
            $"lacks a table, which must be created: {e.Message}",
        _ => $"failed: {e.Message}",
    };
}
