namespace TokenIssuer.Cli.Token;

/// <summary>The issuer to send a secret to.</summary>
internal static class IssuerUrl
{
    /// <summary>RFC 6749 §3.2: a secret travels over TLS; plain http is for this machine alone. Throws <see cref="UsageException"/>.</summary>
    public static Uri Require(string option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0
            ? uri
            : throw new UsageException($"{option} is '{text}': it must be an https origin such as https://tokens.example.com (http on this machine only).");
}
