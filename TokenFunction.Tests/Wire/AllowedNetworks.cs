using System.Net.Http.Headers;
using TokenFunction.Tests.Server;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Wire;

/// <summary>Design §9: where a client may call from, and what counts as where.</summary>
public sealed class AllowedNetworks
{
    [Theory]
    [InlineData("the peer", "127.0.0.0/8", 0, null, 200)]
    [InlineData("another network", "10.0.0.0/8", 0, null, 401)]
    [InlineData("another family", "::1", 0, null, 401)]
    [InlineData("no proxy: the header is the caller's word", "10.0.0.0/8", 0, "10.1.2.3", 401)]
    [InlineData("a proxy: what it appended", "10.0.0.0/8", 1, "192.0.2.1, 10.1.2.3:555", 200)]
    [InlineData("a proxy: left of it is the caller's word", "10.0.0.0/8", 1, "10.1.2.3, 192.0.2.1", 401)]
    [InlineData("a proxy that appended nothing: unknown", "0.0.0.0/0", 1, null, 401)]
    [InlineData("two proxies, one entry: unknown", "0.0.0.0/0", 2, "10.1.2.3", 401)]
    [InlineData("IPv4-mapped", "10.0.0.0/8", 1, "[::ffff:10.1.2.3]:555", 200)]
    [InlineData("IPv6", "2001:db8::/32", 1, "[2001:db8::5]:555", 200)]
    public async Task Are_held_against_the_callers_address_and_a_leak_is_loud(string row, string network, int hops, string? forwarded, int status)
    {
        await using var server = await IssuerServer.StartAsync(new IssuerServer { Settings = { ["Clients:ForwardedHops"] = $"{hops}" } });
        Assert.True(AddressRange.TryParse(network, out var range));
        var (id, secret) = await server.ClientAsync(client => client with { AllowedNetworks = [range] });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(IssuerServer.Basic(id, secret));
        if (forwarded is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);

        Assert.True(status == (await server.SendAsync(request)).Status, row);
        Assert.Equal(status != 200, server.Log.Any(line => line.StartsWith("Warning RightSecretFromRefusedAddress", StringComparison.Ordinal)));
    }
}
