using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>
/// A request about a token (RFC 7009 §2.1, RFC 7662 §2.1). <c>token_type_hint</c> may be ignored, and is: there is one type here.
/// </summary>
/// <param name="Credentials">Who asks.</param>
/// <param name="Token">About which token; null when not said.</param>
internal readonly record struct TokenQuestion(ClientCredentials Credentials, string? Token)
{
    public static Outcome<TokenQuestion> Read(IssuerRequest request)
    {
        if (!FormBody.Read(request).Try(out var form, out var error)) return error;
        if (!ClientCredentials.Read(request, form).Try(out var credentials, out error)) return error;
        return new TokenQuestion(credentials, form["token"]);
    }

    /// <summary>The caller alone: a token has no place in a log.</summary>
    public override string ToString() => Credentials.ToString();
}
