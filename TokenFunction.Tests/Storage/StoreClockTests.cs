using TokenIssuer.Storage;

namespace TokenFunction.Tests.Storage;

/// <summary>Design §5: how far a laptop's clock is moved to show the store's time, which comes in whole seconds.</summary>
public sealed class StoreClockTests
{
    [Theory]
    [InlineData("the same instant", 0, 0)]
    [InlineData("later in the same second", 999, 0)]
    [InlineData("one second ahead", 1_000, 0)]
    [InlineData("a minute ahead", 60_000, -59_000)]
    [InlineData("a moment behind", -1, 1)]
    [InlineData("a minute behind", -60_000, 60_000)]
    public void The_local_clock_is_moved_no_further_than_the_store_contradicts_it(string row, int localMilliseconds, int movedBy)
    {
        var told = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        Assert.True(TimeSpan.FromMilliseconds(movedBy) == StoreClock.Between(told, told.AddMilliseconds(localMilliseconds)), row);
    }
}
