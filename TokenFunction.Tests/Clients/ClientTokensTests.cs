using TokenIssuer.Clients;

namespace TokenFunction.Tests.Clients;

/// <summary>Design §8: which of a client's tokens introspection believes, by their second of issue.</summary>
public sealed class ClientTokensTests
{
    [Theory]
    [InlineData("no mark", null, null, false)]
    [InlineData("before the mark", 101L, null, true)]
    [InlineData("in the second of the mark", 100L, null, true)]
    [InlineData("after the mark", 99L, null, false)]
    [InlineData("before the client was registered", null, 101L, true)]
    [InlineData("in the second it was registered in", null, 100L, false)]
    [InlineData("after the client was registered", null, 99L, false)]
    public void A_token_of_second_100(string row, long? mark, long? registered, bool disowned)
    {
        var client = new Client { Id = "workload", TokensNotBefore = mark, CreatedAt = registered is { } second ? DateTimeOffset.FromUnixTimeSeconds(second).AddMilliseconds(900) : null };
        Assert.True(disowned == client.Disowns(100), row);
    }

    [Fact]
    public void Revoking_covers_the_second_it_is_in()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000).AddMilliseconds(1);
        var client = new Client { Id = "workload" }.RevokeTokens(now);
        Assert.True(client.Disowns(1_000));
        Assert.False(client.Disowns(1_001));
    }
}
