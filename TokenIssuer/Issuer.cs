using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Health;
using TokenIssuer.Keys;
using TokenIssuer.Protocol;
using TokenIssuer.Tokens;

namespace TokenIssuer;

/// <summary>
/// Every request enters here, whatever the front door. The routes, the methods, and the one place where a fault
/// becomes an answer.
/// </summary>
public sealed class Issuer
{
    internal const string TokenPath = "/oauth/token";
    internal const string IntrospectionPath = "/oauth/introspect";
    internal const string RevocationPath = "/oauth/revoke";
    internal const string JwksPath = "/.well-known/jwks.json";

    private readonly FrozenDictionary<string, Route> routes;
    private readonly string issuer;
    private readonly ILogger<Issuer> log;

    internal Issuer(
        TokenEndpoint token, IntrospectionEndpoint introspection, RevocationEndpoint revocation,
        JwksEndpoint jwks, MetadataEndpoint metadata, HealthEndpoint health, IOptions<TokenOptions> options, ILogger<Issuer> log)
    {
        issuer = options.Value.Issuer;
        this.log = log;
        // Paths match exactly, by octet.
        routes = new Dictionary<string, Route>(StringComparer.Ordinal)
        {
            [TokenPath] = Route.Post(token.HandleAsync),
            [IntrospectionPath] = Route.Post(introspection.HandleAsync),
            [RevocationPath] = Route.Post(revocation.HandleAsync),
            [JwksPath] = Route.Document(jwks.HandleAsync),
            ["/.well-known/oauth-authorization-server"] = Route.Document(metadata.HandleAsync),
            ["/.well-known/openid-configuration"] = Route.Document(metadata.HandleAsync),
            ["/healthz"] = Route.Get(HealthEndpoint.LiveAsync),
            ["/readyz"] = Route.Get(health.ReadyAsync),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Answers any request. Throws only when <paramref name="cancel"/> is cancelled.</summary>
    public async ValueTask<IssuerResponse> HandleAsync(IssuerRequest request, CancellationToken cancel)
    {
        try
        {
            if (!routes.TryGetValue(request.Path, out var route)) return OAuthError.NotFound.ToResponse(issuer);
            if (!route.Allows(request.Method)) return OAuthError.MethodNotAllowed(route.Allow).ToResponse(issuer);
            if (request.Method == "OPTIONS") return PublicDocument.Options();
            var response = await route.Handle(request, cancel);
            return request.Method == "HEAD" ? response.WithoutBody() : response;
        }
        catch (ServiceUnavailableException e)
        {
            log.Unavailable(e.Part, e);
            return OAuthError.Unavailable(e.Part, e.RetryAfter).ToResponse(issuer);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.Unexpected(e);
            return OAuthError.Internal.ToResponse(issuer);
        }
    }

    private sealed record Route(string Allow, Func<IssuerRequest, CancellationToken, ValueTask<IssuerResponse>> Handle)
    {
        private readonly string[] methods = Allow.Split(',');

        public static Route Post(Func<IssuerRequest, CancellationToken, ValueTask<IssuerResponse>> handle) => new("POST", handle);

        public static Route Get(Func<IssuerRequest, CancellationToken, ValueTask<IssuerResponse>> handle) => new("GET,HEAD", handle);

        public static Route Document(Func<IssuerRequest, CancellationToken, ValueTask<IssuerResponse>> handle) => new("GET,HEAD,OPTIONS", handle);

        public bool Allows(string method) => Array.IndexOf(methods, method) >= 0;
    }
}
