using TokenIssuer.Storage;
using static TokenFunction.Tests.Storage.TableAsserts;

namespace TokenFunction.Tests.Storage;

/// <summary>The contract of <see cref="ITable"/>: writers that meet.</summary>
public sealed class TableRaceTests
{
    private const int Writers = 8;
    private const int Increments = 10;

    [Theory, OnSqlite, OnAzurite]
    public async Task Writers_that_replace_what_they_read_lose_no_update(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();
        await table.WriteAsync(TableWrite.Insert(Row("p", "r", 0)));

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Increments; i++) await table.IncrementAsync("p", "r");
        })));

        Assert.Equal(Writers * Increments, await table.NumberAsync("p", "r"));
    }

    [Theory, OnSqlite, OnAzurite]
    public async Task Of_many_inserts_of_one_row_one_wins(StoreKind on)
    {
        using var store = await TestStore.OpenAsync(on);
        var table = await store.TableAsync();

        var won = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => table.TryWriteAsync(TableWrite.Insert(Row("p", "r", i))))));

        Assert.Equal(won.ToList().IndexOf(true), await table.NumberAsync("p", "r"));
        Assert.Single(won, true);
    }
}
