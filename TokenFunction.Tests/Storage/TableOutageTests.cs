using System.Net;
using System.Net.Sockets;
using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: a store that cannot be asked is a fault, whatever is asked of it.</summary>
public sealed class TableOutageTests
{
    [Theory, OnSqlite, OnAzurite]
    public async Task A_missing_table_is_a_fault_that_says_so_and_never_an_empty_table(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);

        foreach (var fault in await FaultsAsync(store.Open("missing")))
        {
            Assert.Contains("missing", fault.Message, StringComparison.Ordinal);
            Assert.Contains("must be created", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_a_fault_that_names_the_table()
    {
        var table = Table(new StorageOptions { ConnectionString = Azurite.ConnectionStringFor(ClosedAddress()) });

        Assert.All(await FaultsAsync(table), f => Assert.Contains("'clients' of devstoreaccount1", f.Message, StringComparison.Ordinal));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => table.CreateAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_credential_that_cannot_be_had_is_a_fault_of_the_store()
    {
        var table = Table(new StorageOptions { TableServiceUri = new Uri("https://127.0.0.1:1/") });

        Assert.All(await FaultsAsync(table), f => Assert.Contains("No credential here.", f.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_needs_an_address()
    {
        var refusal = Assert.Throws<ArgumentException>(() => TableService.Connect(new StorageOptions(), new NoCredential()));

        Assert.Contains("Storage:TableServiceUri", refusal.Message, StringComparison.Ordinal);
    }

    private static AzureTable Table(StorageOptions options) =>
        new(TableService.Connect(options, new NoCredential()).GetTableClient("clients"));

    /// <summary>Asks a table that cannot answer everything there is to ask.</summary>
    private static async Task<StoreUnavailableException[]> FaultsAsync(ITable table)
    {
        Func<Task>[] calls =
        [
            () => table.GetAsync("p", "r", CancellationToken.None),
            () => table.ReadPartitionAsync("p", CancellationToken.None),
            () => table.ScanAsync(new TableScan()),
            () => table.CheckAsync(CancellationToken.None),
            () => table.WriteAsync(TableWrite.Insert(Row("p", "r", 1))),
            () => table.WriteAsync(TableWrite.Replace(Row("p", "r", 1, TableWrite.AnyVersion))),
            () => table.WriteAsync(TableWrite.Merge(Row("p", "r", 1, TableWrite.AnyVersion))),
            () => table.WriteAsync(TableWrite.Delete("p", "r", TableWrite.AnyVersion)),
            () => table.WriteAsync(TableWrite.Insert(Row("p", "r", 1)), TableWrite.Insert(Row("p", "s", 1))),
        ];
        return await Task.WhenAll(calls.Select(Assert.ThrowsAsync<StoreUnavailableException>));
    }

    private static string ClosedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }
}
