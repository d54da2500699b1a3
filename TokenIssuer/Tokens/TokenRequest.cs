using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>A client credentials request (RFC 6749 §4.4.2), read but not yet believed.</summary>
/// <param name="Credentials">Who asks.</param>
/// <param name="Scope">What for; null when not said.</param>
/// <param name="Targets">Whom the token is for: <c>resource</c> (RFC 8707) and its synonym <c>audience</c>.</param>
internal readonly record struct TokenRequest(ClientCredentials Credentials, string? Scope, string[] Targets)
{
    /// <summary>The one grant.</summary>
    public const string ClientCredentialsGrant = "client_credentials";

    public static Outcome<TokenRequest> Read(IssuerRequest request)
    {
        if (!FormBody.Read(request).Try(out var form, out var error)) return error;
        if (!ClientCredentials.Read(request, form).Try(out var credentials, out error)) return error;
        return form["grant_type"] switch
        {
            null => OAuthError.MissingGrantType,
            ClientCredentialsGrant => new TokenRequest(credentials, form["scope"], form.Targets()),
            _ => OAuthError.UnsupportedGrantType,
        };
    }
}
