using TokenFunction.Tests.Protocol;
using TokenIssuer.Clients;
using TokenIssuer.Tokens;

namespace TokenFunction.Tests.Tokens;

/// <summary>RFC 8707 §2 and RFC 9068 §3: whom a token is for.</summary>
public sealed class AudienceTests
{
    private const string Default = "https://issuer.example.com";
    private const string A = "https://a.example.com";
    private const string B = "urn:api:b";

    private static readonly Client Free = new() { Id = "free" };
    private static readonly Client Bound = new() { Id = "bound", Audiences = [A, B] };

    [Theory]
    [InlineData("C6.66 none asked, none its own: the issuer's", false, "", Default)]
    [InlineData("C6.66 none asked: its first", true, "", A)]
    [InlineData("C6.66 asked", true, B, B)]
    [InlineData("both, in the order asked", true, B + " " + A, B + " " + A)]
    [InlineData("duplicates collapse", true, B + " " + B, B)]
    [InlineData("without its own: the issuer's by name", false, Default, Default)]
    public void What_is_granted(string row, bool bound, string asked, string granted) =>
        Assert.True(granted == string.Join(' ', Decide(bound, asked).Value()), row);

    [Theory]
    [InlineData("C11.105 not its own", true, "https://c.example.com", "target_not_allowed")]
    [InlineData("C11.105 one of two not its own", true, A + " https://c.example.com", "target_not_allowed")]
    [InlineData("C11.105 with its own, the issuer's is not", true, Default, "target_not_allowed")]
    [InlineData("C11.105 without its own, no other", false, A, "target_not_allowed")]
    [InlineData("C11.105 compared as text: a slash more", true, A + "/", "target_not_allowed")]
    [InlineData("C11.105 compared as text: another case", true, "https://A.example.com", "target_not_allowed")]
    [InlineData("C11.105 relative", true, "a.example.com", "malformed_target")]
    [InlineData("C11.105 a path", true, "/api", "malformed_target")]
    [InlineData("C11.105 fragment", true, A + "#x", "malformed_target")]
    [InlineData("C11.105 empty fragment", true, A + "#", "malformed_target")]
    public void What_is_refused(string row, bool bound, string asked, string reason) =>
        Assert.True(reason == Decide(bound, asked).Reason(), row);

    private static TokenIssuer.Protocol.Outcome<string[]> Decide(bool bound, string asked) =>
        Audience.Decide(asked.Split(' ', StringSplitOptions.RemoveEmptyEntries), bound ? Bound : Free, Default);
}
