using System.Text;
using TokenFunction.Tests.Protocol;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Clients;

/// <summary>RFC 7617 §2 and RFC 6749 §2.3.1: what Basic carries, at the level of the parser.</summary>
public sealed class BasicCredentialsTests
{
    [Fact]
    public void C2_17_C2_18_the_AppAuth_vector_is_read_exactly()
    {
        const string Token68 = "MVBwRyUyRlErMTp6JTJGdFo5VndGWnFBcG1JUSUyQlpIMUk1cExrJTJGdUI0dWQlM0FYMiUyRjhiTCUyQndmRlR0MXJGdyUzRA==";

        var read = ClientCredentials.ParseBasic(Token68).Value();

        Assert.Equal(("1PpG/Q 1", "z/tZ9VwFZqApmIQ+ZH1I5pLk/uB4ud:X2/8bL+wfFTt1rFw="), (read.ClientId, read.Secret));
    }

    [Theory]
    [InlineData("plain", "demo:tfs_x", "demo", "tfs_x")]
    [InlineData("C2.17 decoded after the split", "a%3Ab:c", "a:b", "c")]
    [InlineData("C2.17 plus is a space", "a+b:c+d", "a b", "c d")]
    [InlineData("C2.17 percent-encoded plus is a plus", "a%2Bb:c%2bd", "a+b", "c+d")]
    [InlineData("C2.19 encoded where it need not be", "my%2Dapp:x%2Ey%5Fz%7E", "my-app", "x.y_z~")]
    [InlineData("C2.23 raw colons in the secret", "a:b:c:", "a", "b:c:")]
    [InlineData("C2.23 encoded colons in the secret", "a:b%3Ac", "a", "b:c")]
    [InlineData("C2.24 no secret", "a:", "a", null)]
    [InlineData("UTF-8, encoded", "%C2%A3:%E2%82%AC", "£", "€")]
    [InlineData("UTF-8, raw", "£:€", "£", "€")]
    public void What_is_read(string row, string userPass, string id, string? secret)
    {
        var read = ClientCredentials.ParseBasic(Encode(userPass)).Value();

        Assert.True((id, secret, true) == (read.ClientId, read.Secret, read.Basic), row);
    }

    [Theory]
    [InlineData("C2.22 nothing", "")]
    [InlineData("C2.22 not base64", "!!!")]
    [InlineData("C2.22 base64url", "_-__")]
    [InlineData("C2.22 cut", "YWJjO")]
    [InlineData("C2.22 white space inside", "YWJj OmQ=")]
    [InlineData("C2.22 line break inside", "YWJj\r\nOmQ=")]
    [InlineData("C2.22 two joined", "YWJjOmQ=,YWJjOmQ=")]
    public void What_is_not_base64_is_malformed(string row, string token68) =>
        Assert.True(ClientCredentials.ParseBasic(token68).Reason() == "malformed_authorization", row);

    [Theory]
    [InlineData("C2.22 no colon", "abc")]
    [InlineData("C2.22 only an encoded colon", "abc%3Ad")]
    [InlineData("C2.22 empty id", ":d")]
    [InlineData("C2.22 NUL", "a\0b:c")]
    [InlineData("C2.22 NUL, encoded", "a%00b:c")]
    [InlineData("C2.22 line break in the secret", "a:b\nc")]
    [InlineData("C2.22 DEL", "a:b\u007f")]
    [InlineData("C2.22 a control of C1", "a:b\u0085")]
    [InlineData("C2.22 bad percent sequence", "a:100%")]
    [InlineData("C2.22 bad percent digits", "a:%zz")]
    [InlineData("C2.22 bad UTF-8, encoded", "a:%C3")]
    public void What_is_not_a_pair_is_malformed(string row, string userPass) =>
        Assert.True(ClientCredentials.ParseBasic(Encode(userPass)).Reason() == "malformed_authorization", row);

    private static string Encode(string userPass) => Convert.ToBase64String(Encoding.UTF8.GetBytes(userPass));
}
