using TokenIssuer.Secrets;

namespace TokenFunction.Tests.Secrets;

/// <summary>Design §6: validity is decided when a secret is read, to the second.</summary>
public sealed class ClientSecretTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("no limits", null, null, null, true)]
    [InlineData("begins now", 0, null, null, true)]
    [InlineData("begins in a second", 1, null, null, false)]
    [InlineData("ends now", null, 0, null, false)]
    [InlineData("ends in a second", null, 1, null, true)]
    [InlineData("ended a second ago", null, -1, null, false)]
    [InlineData("between the two", -1, 1, null, true)]
    [InlineData("revoked", null, null, 0, false)]
    [InlineData("revoked, by a clock that is ahead", null, null, 5, false)]
    public void Is_live_from_its_beginning_until_its_end(string row, int? begins, int? ends, int? revoked, bool live)
    {
        var secret = new ClientSecret { Id = "s", Hash = "sha256$x", NotBefore = At(begins), ExpiresAt = At(ends), RevokedAt = At(revoked) };

        Assert.True(live == secret.IsLiveAt(Now), row);
    }

    [Fact]
    public void Without_a_hash_it_is_dead() => Assert.False(new ClientSecret { Id = "s", Hash = "" }.IsLiveAt(Now));

    private static DateTimeOffset? At(int? seconds) => seconds is { } s ? Now.AddSeconds(s) : null;
}
