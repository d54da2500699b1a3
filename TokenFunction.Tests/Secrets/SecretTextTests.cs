using System.Text.RegularExpressions;
using TokenIssuer.Secrets;

namespace TokenFunction.Tests.Secrets;

/// <summary>Design §6: what a secret looks like, and what its checksum is for.</summary>
public sealed partial class SecretTextTests
{
    [Fact]
    public void C2_20_secrets_are_long_well_formed_and_never_need_encoding()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => SecretText.Generate()).ToArray();

        Assert.All(secrets, secret => Assert.Matches(Shape(), secret));
        Assert.All(secrets, secret => Assert.True(SecretText.IsWellFormed(secret)));
        Assert.All(secrets, secret => Assert.Equal(secret, Uri.EscapeDataString(secret)));
        Assert.Equal(secrets.Length, secrets.Distinct().Count());
    }

    [Fact]
    public void Every_character_takes_part()
    {
        var seen = Enumerable.Range(0, 200).SelectMany(_ => SecretText.Generate()[4..47]).ToHashSet();

        Assert.Equal(62, seen.Count);
    }

    [Fact]
    public void The_checksum_is_the_CRC_32_that_scanners_compute()
    {
        // CRC-32 (ISO 3309) of the first 47 characters, base62, computed with Python's zlib.crc32.
        Assert.True(SecretText.IsWellFormed("tfs_0000000000000000000000000000000000000000000" + "2IOzIP"));
    }

    [Fact]
    public void A_typo_shows_anywhere()
    {
        var secret = SecretText.Generate();
        for (var i = 0; i < secret.Length; i++)
        {
            var typo = secret[..i] + (secret[i] == 'x' ? 'y' : 'x') + secret[(i + 1)..];
            Assert.False(SecretText.IsWellFormed(typo), $"A typo at {i} passes.");
        }
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("prefix alone", "tfs_")]
    [InlineData("not ASCII", "tfs_éééééééééééééééééééééééééééééééééééééééééééAAAAAA")]
    [InlineData("another alphabet under a right checksum", "tfs_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!3sg4CL")]
    [InlineData("another prefix", "ghp_0000000000000000000000000000000000000000000000000")]
    public void What_we_never_made_is_not_well_formed(string row, string text) => Assert.False(SecretText.IsWellFormed(text), row);

    [Fact]
    public void One_character_more_or_less_is_not_well_formed()
    {
        var secret = SecretText.Generate();

        Assert.False(SecretText.IsWellFormed(secret + "0"));
        Assert.False(SecretText.IsWellFormed(secret[..^1]));
    }

    [GeneratedRegex("^tfs_[A-Za-z0-9]{49}$")]
    private static partial Regex Shape();
}
