namespace TokenIssuer.Protocol;

/// <summary>Path and query of a request, octet for octet (RFC 9112 §3.2).</summary>
/// <param name="Path">With its leading slash.</param>
/// <param name="Query">With its question mark, or empty.</param>
public readonly record struct RequestTarget(string Path, string Query)
{
    /// <summary>
    /// From the text that the host handed over, in origin-form or absolute. URL libraries and web servers decode <c>%74</c> and
    /// fold <c>/../</c>, and the issuer matches paths by octet.
    /// </summary>
    public static RequestTarget Of(string text)
    {
        var origin = text.StartsWith('/') ? -1 : text.IndexOf("://", StringComparison.Ordinal);
        var start = origin < 0 ? 0 : origin + 3;
        var path = text.AsSpan(start).IndexOfAny('/', '?');
        if (path < 0) return new RequestTarget("", "");
        path += start;
        var query = text.IndexOf('?', path);
        return query < 0 ? new RequestTarget(text[path..], "") : new RequestTarget(text[path..query], text[query..]);
    }
}
