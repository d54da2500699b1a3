using System.Text.Json;
using Microsoft.Data.Sqlite;
using TokenIssuer.Storage;

namespace TokenIssuer.Cli.Storage;

/// <summary>
/// The rows of one table: keys, ETag, and the columns as JSON. Keys sort as UTF-8, which is ordinal because
/// <see cref="TableLimits"/> allows no surrogates in them.
/// </summary>
internal sealed class SqliteRows(string table)
{
    private readonly string create =
        $"""
         CREATE TABLE IF NOT EXISTS "{table}" (
             pk TEXT NOT NULL, rk TEXT NOT NULL, etag TEXT NOT NULL, columns TEXT NOT NULL CHECK (json_valid(columns)),
             PRIMARY KEY (pk, rk)) STRICT, WITHOUT ROWID
         """;

    private readonly string select = $"SELECT pk, rk, etag, columns FROM \"{table}\"";
    private readonly string selectRow = $"SELECT pk, rk, etag, columns FROM \"{table}\" WHERE pk = $1 AND rk = $2";
    private readonly string selectPartition = $"SELECT pk, rk, etag, columns FROM \"{table}\" WHERE pk = $1 ORDER BY rk";
    private readonly string put = $"INSERT OR REPLACE INTO \"{table}\" (pk, rk, etag, columns) VALUES ($1, $2, $3, $4)";
    private readonly string delete = $"DELETE FROM \"{table}\" WHERE pk = $1 AND rk = $2";

    public void CreateTable(SqliteSession session) => session.Execute(create);

    public TableRow? Find(SqliteSession session, string partitionKey, string rowKey) =>
        Read(session.Query(selectRow, partitionKey, rowKey)) is [var row] ? row : null;

    public List<TableRow> Partition(SqliteSession session, string partitionKey) =>
        Read(session.Query(selectPartition, partitionKey));

    /// <summary>
    /// The first <paramref name="limit"/> rows of a scan, or those after <paramref name="last"/>. Every page is a query of its
    /// own: a read left open while the consumer works would keep SQLite's log from being written back.
    /// </summary>
    public List<TableRow> Page(SqliteSession session, TableScan scan, TableRow? last, int limit)
    {
        List<string> values = last is null ? [scan.FromPartition ?? "", ""] : [last.PartitionKey, last.RowKey];
        var where = last is null ? "(pk, rk) >= ($1, $2)" : "(pk, rk) > ($1, $2)";
        And("pk <", scan.BeforePartition);
        And("rk =", scan.RowKey);
        return Read(session.Query($"{select} WHERE {where} ORDER BY pk, rk LIMIT {limit}", [.. values]), scan.Columns);

        void And(string condition, string? value)
        {
            if (value is null) return;
            values.Add(value);
            where += $" AND {condition} ${values.Count}";
        }
    }

    /// <summary>Does one write of a transaction, or throws <see cref="TableConflictException"/>.</summary>
    public void Apply(SqliteSession session, TableWrite write)
    {
        var (kind, row) = write;
        var current = Find(session, row.PartitionKey, row.RowKey);
        if (ConflictOf(write, current) is { } conflict) throw new TableConflictException(conflict, row.RowKey);
        if (kind == TableWriteKind.Delete)
        {
            session.Execute(delete, row.PartitionKey, row.RowKey);
            return;
        }

        var columns = kind == TableWriteKind.Merge ? current!.Columns : [];
        foreach (var (name, value) in row.Columns)
        {
            if (value is not null) columns[name] = value;
        }

        // A random ETag never comes back, neither after a delete nor with a restored copy of the file.
        session.Execute(put, row.PartitionKey, row.RowKey, Guid.NewGuid().ToString("N"), ColumnsJson.Write(columns));
    }

    private static TableConflict? ConflictOf(TableWrite write, TableRow? current) => (write.Kind, current) switch
    {
        (TableWriteKind.Insert, null) => null,
        (TableWriteKind.Insert, _) => TableConflict.Exists,
        (_, null) => TableConflict.Missing,
        _ when write.Row.ETag != TableWrite.AnyVersion && write.Row.ETag != current.ETag => TableConflict.Changed,
        _ => null,
    };

    private static Dictionary<string, object?> Columns(SqliteDataReader reader, IReadOnlyList<string>? only)
    {
        try
        {
            return ColumnsJson.Read(reader.GetString(3), only);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new FormatException($"'{reader.GetString(1)}' of '{reader.GetString(0)}'. {e.Message}", e);
        }
    }

    private static List<TableRow> Read(SqliteDataReader reader, IReadOnlyList<string>? only = null)
    {
        using (reader)
        {
            var rows = new List<TableRow>();
            while (reader.Read())
            {
                rows.Add(new TableRow(reader.GetString(0), reader.GetString(1))
                {
                    ETag = reader.GetString(2),
                    Columns = Columns(reader, only),
                });
            }

            return rows;
        }
    }
}
