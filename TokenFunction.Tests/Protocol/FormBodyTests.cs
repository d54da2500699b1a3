using System.Text;
using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Protocol;

/// <summary>RFC 6749 Appendix B and §3.2.</summary>
public sealed class FormBodyTests
{
    [Theory]
    [InlineData("C1.12 the vector of Appendix B", "p=+%25%26%2B%C2%A3%E2%82%AC", " %&+£€")]
    [InlineData("C1.12 plus is a space", "p=a+b", "a b")]
    [InlineData("C1.12 digits in either case", "p=%c2%A3", "£")]
    [InlineData("raw UTF-8", "p=£", "£")]
    [InlineData("the name is encoded too", "%70=x", "x")]
    [InlineData("only the first equals sign separates", "p=a=b", "a=b")]
    [InlineData("C1.5 empty is omitted", "p=", null)]
    [InlineData("no equals sign is empty", "p", null)]
    [InlineData("absent", "q=x", null)]
    [InlineData("names are case-sensitive", "P=x", null)]
    [InlineData("empty pairs are nothing", "&&p=x&", "x")]
    public void A_parameter_is_decoded(string row, string body, string? value) => Assert.True(value == Parse(body).Value()["p"], row);

    [Theory]
    [InlineData("C1.13 no digits", "p=%zz", "malformed_form")]
    [InlineData("C1.13 one digit at the end", "p=%4", "malformed_form")]
    [InlineData("C1.13 none at the end", "p=%", "malformed_form")]
    [InlineData("C1.13 in the name", "%p=x", "malformed_form")]
    [InlineData("C1.13 half a character", "p=%C3", "malformed_form")]
    [InlineData("C1.13 overlong", "p=%C0%AF", "malformed_form")]
    [InlineData("C1.13 a surrogate", "p=%ED%A0%80", "malformed_form")]
    [InlineData("C1.7 repeated", "p=a&p=b", "repeated_parameter")]
    [InlineData("C1.7 repeated by another spelling", "p=a&%70=b", "repeated_parameter")]
    [InlineData("C1.7 repeated, once empty", "p=&p=b", "repeated_parameter")]
    [InlineData("C1.7 unknown ones too", "x=1&x=1", "repeated_parameter")]
    public void A_bad_form_is_refused(string row, string body, string reason) => Assert.True(reason == Parse(body).Reason(), row);

    [Fact]
    public void C1_8_targets_may_repeat_and_keep_their_order() =>
        Assert.Equal(["b", "a", "b"], Parse("resource=b&x=1&audience=a&resource=&resource=b").Value().Targets());

    [Fact]
    public void C1_14_a_hundred_parameters_are_enough()
    {
        Assert.Null(Parse(string.Join('&', Enumerable.Range(0, 100).Select(i => $"p{i}=1"))).Reason());
        Assert.Equal("too_many_parameters", Parse(string.Join('&', Enumerable.Range(0, 101).Select(i => $"p{i}=1"))).Reason());
    }

    private static Outcome<FormBody> Parse(string body) => FormBody.Parse(Encoding.UTF8.GetBytes(body));
}
