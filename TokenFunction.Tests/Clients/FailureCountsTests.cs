using Microsoft.Extensions.Time.Testing;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Clients;

/// <summary>Counting in fixed windows and a fixed number of places.</summary>
public sealed class FailureCountsTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_window_ends_a_success_resets_and_keys_are_counted_apart()
    {
        var counts = new FailureCounts(64, TimeSpan.FromMinutes(1), clock);
        Assert.Equal([1, 2, 3], [counts.Add(7), counts.Add(7), counts.Add(7)]);
        Assert.Equal(1, counts.Add(8));
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(40), counts.Remaining(7));
        counts.Reset(7);
        Assert.Equal((0, 1), (counts.Of(7), counts.Of(8)));
        clock.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, counts.Of(8));
        Assert.Equal(1, counts.Add(8));
    }

    [Fact]
    public void Keys_that_meet_take_each_other_s_place_and_nothing_grows()
    {
        var counts = new FailureCounts(64, TimeSpan.FromMinutes(1), clock);
        Assert.Equal((1, 2), (counts.Add(1), counts.Add(1)));
        Assert.Equal(1, counts.Add(65));
        Assert.Equal((0, 1), (counts.Of(1), counts.Of(65)));
        Assert.All(Enumerable.Range(0, 100_000), key => Assert.True(counts.Add(key) >= 1));
    }
}
