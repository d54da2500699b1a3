using System.Net;
using TokenIssuer.Protocol;

namespace TokenIssuer.Clients;

/// <summary>Where a request comes from: the connection's peer, or what trusted proxies in front appended.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// With <paramref name="forwardedHops"/> proxies, the element of <c>X-Forwarded-For</c> that far from the right.
    /// Everything left of it is the caller's word and is not looked at. Null: unknown.
    /// </summary>
    public static IPAddress? Of(IssuerRequest request, int forwardedHops)
    {
        if (forwardedHops == 0) return request.Peer;
        var entries = request.Header("X-Forwarded-For")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        if (entries.Length < forwardedHops) return null;
        // App Service writes 1.2.3.4:555 and [2001:db8::1]:555.
        return IPEndPoint.TryParse(entries[^forwardedHops], out var endpoint) ? endpoint.Address : null;
    }
}
