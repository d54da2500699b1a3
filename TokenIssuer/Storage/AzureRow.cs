using Azure;
using Azure.Data.Tables;

namespace TokenIssuer.Storage;

/// <summary>Our rows as the Azure client's entities, and back.</summary>
internal static class AzureRow
{
    public static TableRow Read(TableEntity entity)
    {
        var row = new TableRow(entity.PartitionKey, entity.RowKey) { ETag = entity.ETag.ToString() };
        foreach (var (name, value) in entity)
        {
            if (name is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")) row.Columns[name] = value;
        }

        return row;
    }

    /// <summary>Nulls are left out: the service ignores them, and so they mean the same everywhere.</summary>
    public static TableEntity Entity(TableRow row)
    {
        var entity = new TableEntity(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row.Columns)
        {
            if (value is not null) entity[name] = value;
        }

        return entity;
    }

    /// <summary>A write as one of a transaction.</summary>
    public static TableTransactionAction Action(TableWrite write)
    {
        var kind = write.Kind switch
        {
            TableWriteKind.Insert => TableTransactionActionType.Add,
            TableWriteKind.Replace => TableTransactionActionType.UpdateReplace,
            TableWriteKind.Merge => TableTransactionActionType.UpdateMerge,
            _ => TableTransactionActionType.Delete,
        };
        return new TableTransactionAction(kind, Entity(write.Row), new ETag(write.Row.ETag));
    }
}
