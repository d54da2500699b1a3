using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TokenFunction.Storage;
using TokenIssuer.Storage;

namespace TokenFunction.Tests.Storage;

/// <summary>Tables that the Functions app creates when it is told to.</summary>
public sealed class TableCreationTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Tables_are_created_when_the_setting_says_so_and_never_else(bool create)
    {
        using var store = TestStore.Sqlite();
        ITable[] tables = [store.Open("clients"), store.Open("revocations")];
        using var creation = new TableCreation(
            tables, Options.Create(new StorageOptions { CreateTables = create }), TimeProvider.System, NullLogger<TableCreation>.Instance);

        await creation.StartAsync(CancellationToken.None);
        await creation.ExecuteTask!;

        foreach (var table in tables)
        {
            if (create) await table.CheckAsync(CancellationToken.None);
            else await Assert.ThrowsAsync<StoreUnavailableException>(() => table.CheckAsync(CancellationToken.None));
        }
    }
}
