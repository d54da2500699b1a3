using System.Buffers.Binary;
using System.IO.Hashing;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TokenIssuer.Protocol;

namespace TokenIssuer.Clients;

/// <summary>
/// Slows down failures (RFC 6749 §2.3.1: brute force) and nothing else: the secret is compared first, so whoever has the right one is
/// served whatever others do with the same id or behind the same address. Knows nothing of which clients exist.
/// </summary>
internal sealed class FailureGuard(IOptions<GuardOptions> options, TimeProvider clock, ILogger<FailureGuard> log)
{
    private static readonly KeyValuePair<string, object?> ByClient = new("scope", "client");
    private static readonly KeyValuePair<string, object?> ByNetwork = new("scope", "network");

    private readonly GuardOptions options = options.Value;
    private readonly FailureCounts clients = new(options.Value.Capacity, options.Value.Window, clock);
    private readonly FailureCounts networks = new(options.Value.Capacity, options.Value.Window, clock);
    private readonly FailureCounts reads = new(options.Value.Capacity, TimeSpan.FromSeconds(1), clock);

    // Nobody outside can choose ids or addresses that share a place.
    private readonly long seed = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>Whether a table read may be made for this address: always, until its network is over its limit.</summary>
    public bool MayRead(IPAddress? address)
    {
        if (!options.Enabled || options.ObserveOnly || address is null) return true;
        var network = KeyOf(address);
        return networks.Of(network) < options.FailuresPerNetwork || reads.Add(network) <= options.ReadsPerSecond;
    }

    /// <summary>A right secret: what failed before was a mistake.</summary>
    public void Succeeded(string clientId, IPAddress? address)
    {
        if (options.Enabled) clients.Reset(KeyOf(clientId, address));
    }

    /// <summary>Counts a failure; returns the refusal to give, which is 429 once there were too many.</summary>
    public OAuthError Failed(string clientId, IPAddress? address, OAuthError refusal)
    {
        if (!options.Enabled) return refusal;
        var client = KeyOf(clientId, address);
        var byClient = clients.Add(client);
        var network = KeyOf(address);
        var byNetwork = address is null ? 0 : networks.Add(network);
        if (byClient > options.FailuresPerClient) return Throttle(ByClient, byClient, options.FailuresPerClient, clients.Remaining(client), address, refusal);
        if (byNetwork > options.FailuresPerNetwork) return Throttle(ByNetwork, byNetwork, options.FailuresPerNetwork, networks.Remaining(network), address, refusal);
        return refusal;
    }

    private OAuthError Throttle(KeyValuePair<string, object?> scope, int failures, int limit, TimeSpan remaining, IPAddress? address, OAuthError refusal)
    {
        IssuerMetrics.Throttled.Add(1, scope);
        // Once a window: the flood must not become a flood of lines.
        if (failures == limit + 1) log.Throttled((string)scope.Value!, address, limit, options.Window, options.ObserveOnly);
        return options.ObserveOnly ? refusal : OAuthError.Throttled(remaining);
    }

    private long KeyOf(string clientId, IPAddress? address) =>
        (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(clientId.AsSpan()), KeyOf(address));

    /// <summary>One IPv4 address, or the IPv6 /64 that one subscriber has.</summary>
    private long KeyOf(IPAddress? address)
    {
        if (address is null) return seed;
        Span<byte> bytes = stackalloc byte[16];
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryWriteBytes(bytes, out var length);
        return (long)XxHash3.HashToUInt64(length == 16 ? bytes[..8] : bytes[..length], seed);
    }
}
