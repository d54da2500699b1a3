using System.Net;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Clients;

/// <summary>Design §9: CIDR networks and single addresses, and who is inside.</summary>
public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("first of a network", "10.0.0.0/8", "10.0.0.0", true)]
    [InlineData("last of a network", "10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("one past a network", "10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("one before a network", "10.0.0.0/8", "9.255.255.255", false)]
    [InlineData("a length off octets", "192.168.0.128/25", "192.168.0.127", false)]
    [InlineData("a single address is /32", "192.0.2.1", "192.0.2.1", true)]
    [InlineData("its neighbour is another", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("everything", "0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("IPv6 network", "2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("outside an IPv6 network", "2001:db8::/32", "2001:db9::1", false)]
    [InlineData("a single IPv6 address is /128", "2001:db8::1", "2001:db8::1", true)]
    [InlineData("its IPv6 neighbour is another", "2001:db8::1", "2001:db8::2", false)]
    [InlineData("IPv4-mapped counts as IPv4", "10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("IPv4-mapped of another network", "10.0.0.0/8", "::ffff:11.1.2.3", false)]
    [InlineData("all of IPv4 is not IPv6", "0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("all of IPv6 is not IPv4", "::/0", "10.0.0.1", false)]
    public void Contains_what_its_prefix_says(string row, string text, string address, bool inside)
    {
        Assert.True(AddressRange.TryParse(text, out var range), row);
        Assert.True(inside == range.Contains(IPAddress.Parse(address)), row);
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("a name", "localhost")]
    [InlineData("host bits set", "10.0.0.1/8")]
    [InlineData("IPv6 host bits set", "2001:db8::1/32")]
    [InlineData("prefix too long", "10.0.0.0/33")]
    [InlineData("IPv6 prefix too long", "::/129")]
    [InlineData("negative prefix", "10.0.0.0/-1")]
    [InlineData("no prefix after the slash", "10.0.0.0/")]
    [InlineData("octet too large", "10.0.0.256")]
    [InlineData("white space", " 10.0.0.0/8")]
    [InlineData("a number is 0.0.0.10 to old parsers", "10")]
    [InlineData("short form, 10.0.0.1 to old parsers", "10.1")]
    [InlineData("octal to old parsers", "010.0.0.1")]
    [InlineData("hexadecimal", "0x0a.0.0.1")]
    [InlineData("short form with a prefix", "10/8")]
    [InlineData("brackets", "[2001:db8::1]")]
    [InlineData("brackets and a port", "[2001:db8::1]:443")]
    [InlineData("a port", "10.0.0.1:443")]
    [InlineData("a zone", "fe80::1%1")]
    [InlineData("an IPv4-mapped range would hold nobody", "::ffff:10.0.0.0/104")]
    public void What_could_be_read_in_two_ways_is_no_range(string row, string text) =>
        Assert.False(AddressRange.TryParse(text, out _), row);

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("2001:db8:0:0::1", "2001:db8::1/128")]
    public void Is_written_in_one_form_that_reads_back(string text, string written)
    {
        Assert.True(AddressRange.TryParse(text, out var range));
        Assert.Equal(written, range.ToString());
        Assert.True(AddressRange.TryParse(written, out var again));
        Assert.Equal(range, again);
    }
}
