using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Protocol;

/// <summary>RFC 6749 §3.3.</summary>
public sealed class ScopeTests
{
    private static readonly HashSet<string> Allowed = new(["api:read", "api:write", "a"], StringComparer.Ordinal);

    [Theory]
    [InlineData("C4.57 none asked: the default", null, "api:read", "api:read")]
    [InlineData("one", "api:write", "api:read", "api:write")]
    [InlineData("C4.56 in the order asked", "api:write api:read", "", "api:write api:read")]
    [InlineData("C4.56 duplicates collapse", "a api:read a a", "", "a api:read")]
    public void What_is_granted(string row, string? asked, string defaults, string granted) =>
        Assert.True(granted == Scope.Decide(asked, Allowed, defaults).Value(), row);

    [Theory]
    [InlineData("C4.57 no default", null, "no_default_scope")]
    [InlineData("C4.55 not the client's", "api:admin", "scope_not_allowed")]
    [InlineData("C4.55 one of two not the client's", "a api:admin", "scope_not_allowed")]
    [InlineData("C4.56 another case", "API:read", "scope_not_allowed")]
    [InlineData("C4.55 tab", "a\tapi:read", "malformed_scope")]
    [InlineData("C4.55 quote", "\"a\"", "malformed_scope")]
    [InlineData("C4.55 backslash", "a\\", "malformed_scope")]
    [InlineData("C4.55 two spaces", "a  api:read", "malformed_scope")]
    [InlineData("C4.55 space first", " a", "malformed_scope")]
    [InlineData("C4.55 space last", "a ", "malformed_scope")]
    [InlineData("C4.55 space alone", " ", "malformed_scope")]
    [InlineData("C4.55 not ASCII", "a é", "malformed_scope")]
    [InlineData("C4.55 DEL", "a\u007f", "malformed_scope")]
    public void What_is_refused(string row, string? asked, string reason) =>
        Assert.True(reason == Scope.Decide(asked, Allowed, "").Reason(), row);

    [Fact]
    public void C4_55_the_grammar_is_the_RFCs_octet_by_octet()
    {
        for (var c = '\0'; c < 0x180; c++)
        {
            var rfc = c == 0x21 || c is >= (char)0x23 and <= (char)0x5B || c is >= (char)0x5D and <= (char)0x7E;
            Assert.True(rfc == Scope.IsToken([c]), $"U+{(int)c:X4}");
        }
    }
}
