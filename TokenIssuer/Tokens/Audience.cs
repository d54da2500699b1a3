using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenIssuer.Tokens;

/// <summary>Whom a token is for (RFC 8707 §2, RFC 9068 §3).</summary>
internal static class Audience
{
    /// <summary>What the client asked for, each of it allowed; else its first audience; else the issuer's default.</summary>
    public static Outcome<string[]> Decide(string[] asked, Client client, string defaultAudience)
    {
        if (asked.Length == 0) return new[] { client.Audiences.Count > 0 ? client.Audiences[0] : defaultAudience };
        foreach (var target in asked)
        {
            if (!IsTarget(target)) return OAuthError.MalformedTarget;
            if (client.Audiences.Count == 0 ? target != defaultAudience : !client.Audiences.Contains(target)) return OAuthError.TargetNotAllowed;
        }

        return asked.Length == 1 ? asked : asked.Distinct(StringComparer.Ordinal).ToArray();
    }

    /// <summary>RFC 8707 §2: an absolute URI without a fragment.</summary>
    public static bool IsTarget(string text) =>
        // A path such as /x is an absolute file URI to this parser on Unix.
        !text.StartsWith('/') && Uri.TryCreate(text, UriKind.Absolute, out _) && !text.Contains('#', StringComparison.Ordinal);
}
