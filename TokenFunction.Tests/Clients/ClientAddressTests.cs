using System.Net;
using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Clients;

/// <summary>Design §9: the peer, or the one element of X-Forwarded-For that a trusted proxy wrote.</summary>
public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("no proxy: the peer", 0, null, "192.0.2.1")]
    [InlineData("no proxy: the header is the caller's word", 0, "10.0.0.1", "192.0.2.1")]
    [InlineData("one proxy", 1, "203.0.113.7", "203.0.113.7")]
    [InlineData("one proxy: left of it is the caller's word", 1, "10.0.0.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("two proxies", 2, "10.0.0.1, 203.0.113.7, 198.51.100.1", "203.0.113.7")]
    [InlineData("repeated headers come joined", 2, "203.0.113.7,198.51.100.1", "203.0.113.7")]
    [InlineData("a port", 1, "203.0.113.7:555", "203.0.113.7")]
    [InlineData("IPv6", 1, "2001:db8::1", "2001:db8::1")]
    [InlineData("IPv6 with a port", 1, "[2001:db8::1]:555", "2001:db8::1")]
    [InlineData("too few entries", 2, "203.0.113.7", null)]
    [InlineData("no header", 1, null, null)]
    [InlineData("empty header", 1, "", null)]
    [InlineData("no address", 1, "unknown", null)]
    [InlineData("nothing after the last comma", 1, "203.0.113.7,", null)]
    public void Is_the_peer_or_what_a_trusted_proxy_wrote(string row, int hops, string? forwarded, string? address)
    {
        var request = new IssuerRequest
        {
            Method = "POST",
            Path = "/oauth/token",
            Header = name => name == "X-Forwarded-For" ? forwarded : null,
            Peer = IPAddress.Parse("192.0.2.1"),
        };

        Assert.True(Equals(address is null ? null : IPAddress.Parse(address), ClientAddress.Of(request, hops)), row);
    }
}
