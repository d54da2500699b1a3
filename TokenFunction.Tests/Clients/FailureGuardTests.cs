using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Clients;

/// <summary>Which addresses are one caller to the guard: an IPv4 address, or the /64 that one subscriber has.</summary>
public sealed class FailureGuardTests
{
    [Theory]
    [InlineData("the same IPv4 address", "192.0.2.1", "192.0.2.1", true)]
    [InlineData("its neighbour", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("IPv4-mapped is IPv4", "192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("two mapped ones are two", "::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [InlineData("one IPv6 /64", "2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("the next IPv6 /64", "2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void Failures_of_one_network_count_together(string row, string first, string second, bool together)
    {
        var guard = new FailureGuard(Options.Create(new GuardOptions { FailuresPerClient = 1, FailuresPerNetwork = 1 }), TimeProvider.System, NullLogger<FailureGuard>.Instance);
        var refusal = OAuthError.ClientAuthenticationFailed(ClientFailure.UnknownClient, basic: true, clientId: null);

        Assert.Equal(401, guard.Failed("one", IPAddress.Parse(first), refusal).Status);
        Assert.True(together == (guard.Failed("one", IPAddress.Parse(second), refusal).Status == 429), row);
    }
}
