using System.Buffers.Text;
using System.Security.Cryptography;

namespace TokenIssuer.Protocol;

/// <summary>A JSON document that everybody may read and cache, with a strong ETag (RFC 9110 §8.8.3) and open to any origin.</summary>
internal sealed class PublicDocument
{
    private static readonly IssuerResponse AnyOrigin = IssuerResponse.Empty(204,
    [
        // The Functions host joins this list without blanks whatever it is given; both front doors answer alike.
        new("Allow", "GET,HEAD,OPTIONS"),
        new("Access-Control-Allow-Origin", "*"),
        new("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
        new("Access-Control-Allow-Headers", "*"),
        new("Access-Control-Max-Age", "86400"),
    ]);

    private readonly string etag;
    private readonly IssuerResponse full;
    private readonly IssuerResponse unchanged;

    public PublicDocument(ReadOnlyMemory<byte> json, string contentType)
    {
        etag = $"\"{Base64Url.EncodeToString(SHA256.HashData(json.Span).AsSpan(0, 16))}\"";
        KeyValuePair<string, string>[] validators =
        [
            new("Cache-Control", "public, max-age=3600"),
            new("ETag", etag),
            new("Access-Control-Allow-Origin", "*"),
        ];
        full = IssuerResponse.Document(json, [new("Content-Type", contentType), .. validators]);
        unchanged = IssuerResponse.Empty(304, validators);
    }

    /// <summary>The answer to a CORS preflight (Fetch §3.2.2) and to plain OPTIONS.</summary>
    public static IssuerResponse Options() => AnyOrigin;

    /// <summary>The document, or 304 when the caller has it (RFC 9110 §13.1.2; weak comparison, a list, or <c>*</c>).</summary>
    public IssuerResponse Answer(IssuerRequest request)
    {
        if (request.Header("If-None-Match") is not { } known) return full;
        foreach (var candidate in known.Split(',', StringSplitOptions.TrimEntries))
        {
            if (candidate == "*" || candidate == etag || (candidate.StartsWith("W/", StringComparison.Ordinal) && candidate[2..] == etag)) return unchanged;
        }

        return full;
    }
}
