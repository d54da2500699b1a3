using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

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
        range = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(first, out var address) || !IsPlain(first, address)) return false;
        var length = 8 * address.GetAddressBytes().Length;
        if (slash >= 0)
        {
            if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) || asked > length) return false;
            length = asked;
        }

        // The platform clears host bits silently; here they are a typo.
        var network = new IPNetwork(address, length);
        if (!network.BaseAddress.Equals(address)) return false;
        range = new AddressRange(network);
        return true;
    }

    /// <summary>Whether the address is inside; an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) counts as its IPv4 one.</summary>
    public bool Contains(IPAddress address) => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>The range in CIDR form.</summary>
    public override string ToString() => network.ToString();

    /// <summary>
    /// The platform also reads 10.1, 010.0.0.1, [::1]:443 and fe80::1%1, each of which somebody means differently.
    /// An IPv4-mapped range would hold nobody, since callers are compared as IPv4.
    /// </summary>
    private static bool IsPlain(string text, IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.ToString() == text
        : !text.AsSpan().ContainsAny('[', '%') && !address.IsIPv4MappedToIPv6;
}
