using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Protocol;

/// <summary>Path and query as the host wrote them, whatever a URL library would make of them.</summary>
public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("https://h/oauth/token", "/oauth/token", "")]
    [InlineData("https://h:8443/oauth/token?a=1", "/oauth/token", "?a=1")]
    [InlineData("/oauth/token", "/oauth/token", "")]
    [InlineData("/p?u=http://x/y", "/p", "?u=http://x/y")]
    [InlineData("//x/y", "//x/y", "")]
    [InlineData("*", "", "")]
    [InlineData("https://h/", "/", "")]
    [InlineData("https://h", "", "")]
    [InlineData("https://h?a=1", "", "?a=1")]
    [InlineData("https://h/oauth/%74oken", "/oauth/%74oken", "")]
    [InlineData("https://h/a/../oauth/token", "/a/../oauth/token", "")]
    [InlineData("https://h/./healthz", "/./healthz", "")]
    [InlineData("https://h/OAuth/Token/", "/OAuth/Token/", "")]
    [InlineData("https://h/oauth%2Ftoken", "/oauth%2Ftoken", "")]
    [InlineData("https://h/oauth/token?", "/oauth/token", "?")]
    [InlineData("https://h/p?a=%zz&b=%41?c", "/p", "?a=%zz&b=%41?c")]
    [InlineData("https://h/p?u=http://x/y", "/p", "?u=http://x/y")]
    public void Nothing_is_decoded_or_folded(string url, string path, string query) =>
        Assert.Equal(new RequestTarget(path, query), RequestTarget.Of(url));
}
