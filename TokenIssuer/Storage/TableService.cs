using Azure.Core;
using Azure.Data.Tables;

namespace TokenIssuer.Storage;

/// <summary>The connection to a storage account's tables. One per process: it owns the HTTP connections and the token.</summary>
public static class TableService
{
    /// <summary>
    /// One try of a write or of a scan's page: the service itself takes up to 5 s for a page, and 30 s at most.
    /// </summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Connects as the settings say: by <see cref="StorageOptions.ConnectionString"/>, else to
    /// <see cref="StorageOptions.TableServiceUri"/> with <paramref name="credential"/>. Asks nothing yet.
    /// </summary>
    public static TableServiceClient Connect(StorageOptions options, TokenCredential credential) => options switch
    {
        { ConnectionString: { Length: > 0 } text } => new TableServiceClient(text, ClientOptions()),
        { TableServiceUri: { } uri } => new TableServiceClient(uri, credential, ClientOptions()),
        _ => throw new ArgumentException(
            $"Set {StorageOptions.Section}:{nameof(StorageOptions.TableServiceUri)} or {StorageOptions.Section}:{nameof(StorageOptions.ConnectionString)}."),
    };

    /// <summary>Whether a connection string says where the tables are and how to get in. Asks nobody.</summary>
    internal static bool CanConnect(string connectionString)
    {
        try
        {
            _ = new TableServiceClient(connectionString);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    internal static TableClientOptions ClientOptions() =>
        new() { RetryPolicy = new TableRetries(), Retry = { NetworkTimeout = Timeout } };
}
