using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace TokenIssuer.Clients;

/// <summary>An IPv4 or IPv6 network in CIDR form (RFC 4632, RFC 4291); a single address is /32 or /128.</summary>
public sealed record AddressRange
{
    private readonly IPNetwork network;

    /// <summary>A range that holds no caller: 255.255.255.255 is nobody's source address (RFC 919 §7).</summary>
    internal static readonly AddressRange Nowhere = new(new IPNetwork(IPAddress.Broadcast, 32));

    private AddressRange(IPNetwork network) => this.network = network;

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>2001:db8::/32</c> or one address. Host bits must be zero.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AddressRange? range)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            range = new AddressRange(network);
            return true;
        }

        range = IPAddress.TryParse(text, out var single)
            ? new AddressRange(new IPNetwork(single, 8 * single.GetAddressBytes().Length))
            : null;
        return range is not null;
    }

    /// <summary>Whether the address is inside; an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) counts as its IPv4 one.</summary>
    public bool Contains(IPAddress address) => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>The range in CIDR form.</summary>
    public override string ToString() => network.ToString();
}
