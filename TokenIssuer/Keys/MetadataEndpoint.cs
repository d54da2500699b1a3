using System.Text.Json;
using Microsoft.Extensions.Options;
using TokenIssuer.Protocol;
using TokenIssuer.Tokens;

namespace TokenIssuer.Keys;

/// <summary>
/// The authorization server's metadata (RFC 8414 §2), known before anything else works. Lists only what is there: an empty
/// array must be left out (§3.2), and grants and methods are explicit because their defaults are not ours.
/// </summary>
internal sealed class MetadataEndpoint(IOptions<TokenOptions> options)
{
    private static readonly string[] Methods = ["client_secret_basic", "client_secret_post"];

    private readonly PublicDocument document = new(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["issuer"] = options.Value.Issuer,
        ["token_endpoint"] = options.Value.Issuer + Issuer.TokenPath,
        ["jwks_uri"] = options.Value.Issuer + Issuer.JwksPath,
        ["grant_types_supported"] = new[] { TokenRequest.ClientCredentialsGrant },
        ["token_endpoint_auth_methods_supported"] = Methods,
        ["introspection_endpoint"] = options.Value.Issuer + Issuer.IntrospectionPath,
        ["introspection_endpoint_auth_methods_supported"] = Methods,
        ["revocation_endpoint"] = options.Value.Issuer + Issuer.RevocationPath,
        ["revocation_endpoint_auth_methods_supported"] = Methods,
    }), IssuerResponse.Json);

    public ValueTask<IssuerResponse> HandleAsync(IssuerRequest request, CancellationToken cancel) =>
        ValueTask.FromResult(document.Answer(request));
}
