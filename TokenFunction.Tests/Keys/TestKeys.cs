using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using TokenIssuer.Keys;

namespace TokenFunction.Tests.Keys;

/// <summary>
/// Versions of a signing key in short: <c>B@48</c> was created in hour 48; <c>B@48!90</c> expires in hour 90,
/// <c>B@48~90</c> is valid from hour 90.
/// </summary>
internal static class TestKeys
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<string, JsonWebKey> Known = new();

    public static DateTimeOffset At(double hour) => Start.AddHours(hour);

    public static SigningKey[] Parse(string keys) => [.. keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    public static string Names(IEnumerable<SigningKey> keys) => string.Join(' ', keys.Select(key => key.Version));

    public static SigningKey One(string text)
    {
        var name = text[..text.IndexOf('@', StringComparison.Ordinal)];
        return new SigningKey
        {
            PublicKey = Known.GetOrAdd(name, _ => NewPublicKey()),
            Version = name,
            Created = Hour(text, '@')!.Value,
            Expires = Hour(text, '!'),
            NotBefore = Hour(text, '~'),
        };
    }

    private static DateTimeOffset? Hour(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0) return null;
        var end = text.IndexOfAny(['@', '!', '~'], at + 1);
        return At(double.Parse(text[(at + 1)..(end < 0 ? text.Length : end)], CultureInfo.InvariantCulture));
    }

    private static JsonWebKey NewPublicKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return JsonWebKey.FromEc(key.ExportParameters(includePrivateParameters: false));
    }
}
