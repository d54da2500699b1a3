using System.Buffers;

namespace TokenIssuer.Protocol;

/// <summary>The grammar of RFC 6749 §3.3: tokens of %x21 / %x23-5B / %x5D-7E, one space between them.</summary>
internal static class Scope
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7E - 0x21 + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    /// <summary>One scope token.</summary>
    public static bool IsToken(ReadOnlySpan<char> token) => !token.IsEmpty && !token.ContainsAnyExcept(TokenCharacters);

    /// <summary>
    /// What the client gets: what it asked for, without duplicates and in its order, or its defaults. Asking for more
    /// than it may have is refused, not narrowed, so that nobody finds out at the API.
    /// </summary>
    public static Outcome<string> Decide(string? asked, IReadOnlySet<string> allowed, string defaults)
    {
        if (asked is null) return defaults.Length > 0 ? defaults : OAuthError.NoDefaultScope;
        // The usual request, one token, costs a look-up.
        if (allowed.Contains(asked)) return asked;
        var tokens = asked.Split(' ');
        foreach (var token in tokens)
        {
            if (!IsToken(token)) return OAuthError.MalformedScope;
        }

        foreach (var token in tokens)
        {
            if (!allowed.Contains(token)) return OAuthError.ScopeNotAllowed;
        }

        var granted = new HashSet<string>(tokens, StringComparer.Ordinal);
        return granted.Count == tokens.Length ? asked : string.Join(' ', tokens.Where(granted.Remove));
    }
}
