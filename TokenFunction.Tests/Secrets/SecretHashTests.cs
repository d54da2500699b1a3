using TokenIssuer.Clients;
using TokenIssuer.Secrets;

namespace TokenFunction.Tests.Secrets;

/// <summary>Design §6: what is stored of a secret, and that nothing shows its text.</summary>
public sealed class SecretHashTests
{
    // sha256("demo" 0x00 "tfs_x"), base64url, computed with Python's hashlib.
    private const string Stored = "sha256$fbu4ZWxAJOaS_CVFbvTxjr0WQS6wP7E1mZCztrxinYA";

    [Fact]
    public void Is_SHA_256_of_client_id_zero_and_secret() => Assert.Equal(Stored, SecretHash.Of("demo", "tfs_x"));

    [Theory]
    [InlineData("the same", "demo", "tfs_x", true)]
    [InlineData("another secret", "demo", "tfs_y", false)]
    [InlineData("another client", "demp", "tfs_x", false)]
    [InlineData("the border moved", "dem", "o\0tfs_x", false)]
    [InlineData("empty", "demo", "", false)]
    public void Matches_that_client_with_that_secret_alone(string row, string id, string secret, bool matches) =>
        Assert.True(matches == SecretHash.Matches(SecretHash.Read(Stored), Digest(id, secret)), row);

    [Theory]
    [InlineData("empty, as revoking leaves it", "")]
    [InlineData("scheme alone", "sha256$")]
    [InlineData("another scheme", "sha512$fbu4ZWxAJOaS_CVFbvTxjr0WQS6wP7E1mZCztrxinYA")]
    [InlineData("no scheme", "fbu4ZWxAJOaS_CVFbvTxjr0WQS6wP7E1mZCztrxinYA")]
    [InlineData("cut short", "sha256$fbu4ZWxAJOaS_CVFbvTxjr0WQS6wP7E1mZCztrxi")]
    [InlineData("too long", "sha256$fbu4ZWxAJOaS_CVFbvTxjr0WQS6wP7E1mZCztrxinYAAAAAA")]
    [InlineData("not base64url", "sha256$!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public void A_stored_form_that_cannot_be_read_matches_nothing(string row, string stored)
    {
        Assert.False(SecretHash.Matches(SecretHash.Read(stored), Digest("demo", "tfs_x")), row);
        Assert.False(SecretHash.Matches(SecretHash.Read(stored), new byte[SecretHash.Length]), row);
    }

    [Fact]
    public void A_long_secret_is_hashed_too()
    {
        var secret = new string('é', 10_000);

        Assert.True(SecretHash.Matches(SecretHash.Read(SecretHash.Of("demo", secret)), Digest("demo", secret)));
    }

    [Fact]
    public void Credentials_never_show_their_secret()
    {
        var secret = SecretText.Generate();
        object credentials = new ClientCredentials("demo", secret, Basic: true);

        Assert.DoesNotContain(secret, $"{credentials}", StringComparison.Ordinal);
    }

    private static byte[] Digest(string id, string secret)
    {
        var digest = new byte[SecretHash.Length];
        SecretHash.Compute(id, secret, digest);
        return digest;
    }
}
