using System.Text;

namespace TokenIssuer.Protocol;

/// <summary>The issuer's answer; a front door copies it to its host as it is.</summary>
public sealed class IssuerResponse
{
    internal const string Json = "application/json";

    internal static readonly KeyValuePair<string, string> NoStore = new("Cache-Control", "no-store");

    /// <summary>RFC 6749 §5.1 asks for both on anything that carries a token or an error.</summary>
    private static readonly KeyValuePair<string, string>[] NeverStored =
        [new("Content-Type", Json), NoStore, new("Pragma", "no-cache")];

    private static readonly KeyValuePair<string, string>[] NothingToStore = NeverStored[1..];

    /// <summary>The HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>Every header but Content-Length; each name at most once.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body; empty for HEAD, 204 and 304.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The Content-Length to send; null for 204 and 304, which have none (RFC 9110 §8.6).</summary>
    public long? ContentLength { get; private init; }

    /// <summary>JSON that no cache may keep.</summary>
    internal static IssuerResponse Of(int status, ReadOnlyMemory<byte> json, params ReadOnlySpan<KeyValuePair<string, string>> extra) => new()
    {
        Status = status,
        Headers = extra.IsEmpty ? NeverStored : [.. NeverStored, .. extra],
        Body = json,
        ContentLength = json.Length,
    };

    /// <summary>A body that everybody may cache, with its validators in <paramref name="headers"/>.</summary>
    internal static IssuerResponse Document(ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        new() { Status = 200, Headers = headers, Body = body, ContentLength = body.Length };

    /// <summary>204 or 304: headers alone.</summary>
    internal static IssuerResponse Empty(int status, IReadOnlyList<KeyValuePair<string, string>> headers) =>
        new() { Status = status, Headers = headers };

    /// <summary>200 and nothing more to say.</summary>
    internal static IssuerResponse Done() => new() { Status = 200, Headers = NothingToStore, ContentLength = 0 };

    /// <summary>The same answer as HEAD gives it: no body, the length GET would have (RFC 9110 §9.3.2).</summary>
    internal IssuerResponse WithoutBody() =>
        new() { Status = Status, Headers = Headers, ContentLength = ContentLength };

    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }

    /// <summary>Status and length; never the body, which may be a token.</summary>
    public override string ToString() => $"{Status}, {Encoding.UTF8.GetCharCount(Body.Span)} characters";
}
