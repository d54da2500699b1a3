using System.Text.Json;
using TokenIssuer.Protocol;

namespace TokenIssuer.Health;

/// <summary>GET /healthz: the process is up. GET /readyz: it can do its work.</summary>
internal sealed class HealthEndpoint(Readiness readiness)
{
    private static readonly byte[] Up = JsonSerializer.SerializeToUtf8Bytes(new { status = "ok" });

    public static ValueTask<IssuerResponse> LiveAsync(IssuerRequest request, CancellationToken cancel) =>
        ValueTask.FromResult(IssuerResponse.Of(200, Up));

    public async ValueTask<IssuerResponse> ReadyAsync(IssuerRequest request, CancellationToken cancel)
    {
        var failing = await readiness.CheckAsync(cancel);
        return failing.Count == 0
            ? IssuerResponse.Of(200, Up)
            : IssuerResponse.Of(503, JsonSerializer.SerializeToUtf8Bytes(new { status = "unavailable", failing }), OAuthError.RetryAfter(Readiness.MinInterval));
    }
}
