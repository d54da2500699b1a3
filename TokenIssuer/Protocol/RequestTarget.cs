namespace TokenFunction.Http;

/// <summary>Path and query of a request, octet for octet.</summary>
/// <param name="Path">With its leading slash.</param>
/// <param name="Query">With its question mark, or empty.</param>
internal readonly record struct RequestTarget(string Path, string Query)
{
    /// <summary>
    /// From the text that the host handed over. <see cref="Uri.AbsolutePath"/> decodes <c>%74</c> and folds <c>/../</c>, and
    /// the issuer matches paths by octet.
    /// </summary>
    public static RequestTarget Of(Uri url)
    {
        var text = url.OriginalString;
        var authority = text.IndexOf("://", StringComparison.Ordinal);
        var path = text.AsSpan(authority < 0 ? 0 : authority + 3).IndexOfAny('/', '?');
        if (path < 0) return new RequestTarget("", "");
        path += authority < 0 ? 0 : authority + 3;
        var query = text.IndexOf('?', path);
        return query < 0 ? new RequestTarget(text[path..], "") : new RequestTarget(text[path..query], text[query..]);
    }
}
