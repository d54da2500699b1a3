using System.Buffers;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace TokenIssuer.Secrets;

/// <summary>
/// The text of a secret: <c>tfs_</c>, 43 base62 characters that carry 256 bits, and 6 that carry the CRC-32 of all
/// before them. Recognisable to secret scanners; a typo shows without asking a server. Nobody may choose one.
/// </summary>
public static class SecretText
{
    private const string Prefix = "tfs_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomCharacters = 43;
    private const int ChecksumCharacters = 6;

    private static readonly SearchValues<char> AlphabetCharacters = SearchValues.Create(Alphabet);

    /// <summary>A new secret: 43 × log2 62 ≈ 256 random bits. Its characters need no encoding anywhere.</summary>
    public static string Generate()
    {
        var text = Prefix + RandomNumberGenerator.GetString(Alphabet, RandomCharacters);
        return text + Checksum(text);
    }

    /// <summary>Whether prefix, length, alphabet and checksum are right: a typo fails, a wrong secret does not.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + RandomCharacters + ChecksumCharacters
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(AlphabetCharacters)
        && text.EndsWith(Checksum(text[..^ChecksumCharacters]), StringComparison.Ordinal);

    private static string Checksum(string text)
    {
        var crc = Crc32.HashToUInt32(Encoding.ASCII.GetBytes(text));
        Span<char> digits = stackalloc char[ChecksumCharacters];
        for (var i = ChecksumCharacters - 1; i >= 0; i--)
        {
            digits[i] = Alphabet[(int)(crc % 62)];
            crc /= 62;
        }

        return new string(digits);
    }
}
