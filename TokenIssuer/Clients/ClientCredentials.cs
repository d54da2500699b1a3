using TokenIssuer.Protocol;

namespace TokenIssuer.Clients;

/// <summary>The one credential of a request: RFC 6749 §2.3.1, as Basic or in the body.</summary>
/// <param name="ClientId">Decoded; not yet known to exist.</param>
/// <param name="Secret">Decoded; null when none was sent.</param>
/// <param name="Basic">How it came: decides between 401 with a challenge and 400.</param>
internal readonly record struct ClientCredentials(string ClientId, string? Secret, bool Basic)
{
    private static readonly string[] NeverInQuery = ["client_id", "client_secret", "client_assertion"];

    /// <summary>Exactly one credential, or the refusal.</summary>
    public static Outcome<ClientCredentials> Read(IssuerRequest request, FormBody form)
    {
        // RFC 6749 §2.3.1: the parameters MUST NOT be included in the request URI.
        if (InQuery(request.Query)) return OAuthError.CredentialsInQuery;
        var (id, secret, assertion) = (form["client_id"], form["client_secret"], form["client_assertion"]);
        var authorization = request.Header("Authorization");
        // RFC 6749 §2.3: one method per request.
        var methods = (authorization is null ? 0 : 1) + (secret is null ? 0 : 1) + (assertion is null ? 0 : 1);
        if (methods > 1) return OAuthError.SeveralMethods;
        if (authorization is not null) return FromHeader(authorization, id);
        if (assertion is not null) return OAuthError.UnsupportedMethod;
        if (id is null) return secret is null ? OAuthError.NoCredentials : OAuthError.MissingClientId;
        return Checked(id, secret, basic: false);
    }

    /// <summary>
    /// RFC 7617 §2: base64, UTF-8, split at the first colon; RFC 6749 §2.3.1: then each half form-decoded.
    /// A malformed header is never taken for none.
    /// </summary>
    public static Outcome<ClientCredentials> ParseBasic(ReadOnlySpan<char> token68)
    {
        if (token68.IsEmpty || token68.ContainsAny(" \t\r\n")) return OAuthError.MalformedAuthorization;
        var buffer = token68.Length <= 512 ? stackalloc byte[token68.Length] : new byte[token68.Length];
        if (!Convert.TryFromBase64Chars(token68, buffer, out var length)) return OAuthError.MalformedAuthorization;
        var userPass = buffer[..length];
        var colon = userPass.IndexOf((byte)':');
        if (colon < 1) return OAuthError.MalformedAuthorization;
        if (!FormBody.TryDecode(userPass[..colon], out var id) || !FormBody.TryDecode(userPass[(colon + 1)..], out var secret))
            return OAuthError.MalformedAuthorization;
        return HasControl(id) || HasControl(secret)
            ? OAuthError.MalformedAuthorization
            : new ClientCredentials(id, secret.Length == 0 ? null : secret, Basic: true);
    }

    /// <summary>The id alone: a secret has no place in a log.</summary>
    public override string ToString() => ClientId;

    private static Outcome<ClientCredentials> FromHeader(string authorization, string? bodyId)
    {
        var header = authorization.AsSpan().Trim();
        var space = header.IndexOf(' ');
        var scheme = space < 0 ? header : header[..space];
        if (scheme.IsEmpty) return OAuthError.MalformedAuthorization;
        // RFC 9110 §11.1: the scheme is case-insensitive.
        if (!scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return OAuthError.UnknownScheme;
        if (!ParseBasic(space < 0 ? default : header[space..].Trim()).Try(out var credentials, out var error)) return error;
        return bodyId is null || bodyId == credentials.ClientId ? credentials : OAuthError.ClientIdMismatch;
    }

    private static Outcome<ClientCredentials> Checked(string id, string? secret, bool basic) =>
        HasControl(id) || HasControl(secret) ? OAuthError.MalformedCredentials : new ClientCredentials(id, secret, basic);

    private static bool HasControl(string? text)
    {
        foreach (var c in text.AsSpan())
        {
            if (char.IsControl(c)) return true;
        }

        return false;
    }

    /// <summary>Tolerant of bad encoding, which hosts repair differently: only the names matter.</summary>
    private static bool InQuery(string query)
    {
        if (query.Length < 2) return false;
        foreach (var pair in query[1..].Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || equals == pair.Length - 1) continue;
            if (NeverInQuery.Contains(Uri.UnescapeDataString(pair[..equals]))) return true;
        }

        return false;
    }
}
