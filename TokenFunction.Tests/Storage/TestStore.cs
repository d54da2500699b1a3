using TokenIssuer.Storage;

namespace TokenFunction.Tests.Storage;

/// <summary>
/// A store of one test: a SQLite file of its own, or tables of the shared Azurite that no other test's names can meet.
/// </summary>
internal sealed class TestStore : IDisposable
{
    private readonly Func<string, ITable> open;
    private readonly Action dispose;

    private TestStore(Func<string, ITable> open, Action dispose)
    {
        this.open = open;
        this.dispose = dispose;
    }

    public static async Task<TestStore> OpenAsync(StoreKind on) => on == StoreKind.Sqlite ? Sqlite() : await AzuriteAsync();

    public static TestStore Sqlite()
    {
        var file = new SqliteFile();
        var store = file.Open();
        return new TestStore(store.Table, () =>
        {
            store.Dispose();
            file.Dispose();
        });
    }

    public static async Task<TestStore> AzuriteAsync()
    {
        var options = new StorageOptions { ConnectionString = await Azurite.ConnectionStringAsync() };
        var service = TableService.Connect(options, new NoCredential());
        var suffix = Guid.NewGuid().ToString("N");
        return new TestStore(name => new AzureTable(service.GetTableClient(name + suffix)), () => { });
    }

    /// <summary>A table by its name in this store; it need not exist yet.</summary>
    public ITable Open(string name) => open(name);

    /// <summary>A table that is there and empty.</summary>
    public async Task<ITable> TableAsync(string name = "rows")
    {
        var table = Open(name);
        await table.CreateAsync(CancellationToken.None);
        return table;
    }

    public void Dispose() => dispose();
}
