using System.Text;
using TokenFunction.Tests.Protocol;
using TokenIssuer.Clients;
using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Clients;

/// <summary>RFC 6749 §2.3: exactly one credential, or the refusal.</summary>
public sealed class ClientCredentialsTests
{
    // abc:d
    private const string Good = "Basic YWJjOmQ=";

    [Theory]
    [InlineData("Basic", Good, "", "abc", "d", true)]
    [InlineData("C2.21 another case, more spaces", "bAsIc   YWJjOmQ= ", "", "abc", "d", true)]
    [InlineData("C2.30 the same id in the body", Good, "client_id=abc", "abc", "d", true)]
    [InlineData("an empty client_secret is none", Good, "client_secret=", "abc", "d", true)]
    [InlineData("body", null, "client_id=abc&client_secret=d", "abc", "d", false)]
    [InlineData("C2.38 body without a secret", null, "client_id=abc", "abc", null, false)]
    [InlineData("C2.38 body with an empty secret", null, "client_id=abc&client_secret=", "abc", null, false)]
    public void One_credential_is_read(string row, string? authorization, string form, string id, string? secret, bool basic)
    {
        var read = Read(authorization, form).Value();

        Assert.True((id, secret, basic) == (read.ClientId, read.Secret, read.Basic), row);
    }

    [Theory]
    [InlineData("C2.28 none", null, "", "no_credentials")]
    [InlineData("C2.28 an empty id is none", null, "client_id=", "no_credentials")]
    [InlineData("a secret of nobody", null, "client_secret=d", "missing_client_id")]
    [InlineData("C2.22 empty header", "", "", "malformed_authorization")]
    [InlineData("C2.22 bare scheme", "Basic", "", "malformed_authorization")]
    [InlineData("C2.22 bare scheme and a space", "Basic ", "", "malformed_authorization")]
    [InlineData("C2.22 two headers, joined", Good + "," + Good, "", "malformed_authorization")]
    [InlineData("C2.31 another scheme", "Bearer x", "", "unknown_scheme")]
    [InlineData("C2.31 a scheme that begins alike", "Basics YWJjOmQ=", "", "unknown_scheme")]
    [InlineData("C2.29 Basic and a body secret", Good, "client_id=abc&client_secret=d", "several_methods")]
    [InlineData("C2.29 Basic and an assertion", Good, "client_assertion=x", "several_methods")]
    [InlineData("C2.29 a body secret and an assertion", null, "client_id=abc&client_secret=d&client_assertion=x", "several_methods")]
    [InlineData("C2.29 any scheme and a body secret", "Bearer x", "client_id=abc&client_secret=d", "several_methods")]
    [InlineData("C2.29 a malformed header and a body secret", "", "client_id=abc&client_secret=d", "several_methods")]
    [InlineData("an assertion, which we do not take", null, "client_id=abc&client_assertion=x", "unsupported_method")]
    [InlineData("C2.30 another id in the body", Good, "client_id=ABC", "client_id_mismatch")]
    [InlineData("C2.22 control character in the body", null, "client_id=abc&client_secret=%00", "malformed_credentials")]
    public void Anything_else_is_refused(string row, string? authorization, string form, string reason) =>
        Assert.True(reason == Read(authorization, form).Reason(), row);

    [Theory]
    [InlineData("?client_id=abc", true)]
    [InlineData("?client_secret=d", true)]
    [InlineData("?client_assertion=x", true)]
    [InlineData("?a=b&client_secret=d", true)]
    [InlineData("?client%5Fsecret=d", true)]
    [InlineData("?client_secret=", false)]
    [InlineData("?xclient_secret=d", false)]
    [InlineData("?scope=client_secret", false)]
    [InlineData("?%zz=d&%", false)]
    [InlineData("?", false)]
    public void C1_11_credentials_in_the_query_are_refused_and_nothing_else(string query, bool refused) =>
        Assert.Equal(refused ? "credentials_in_query" : null, Read(Good, "", query).Reason());

    private static Outcome<ClientCredentials> Read(string? authorization, string form, string query = "") => ClientCredentials.Read(
        new IssuerRequest
        {
            Method = "POST",
            Path = "/oauth/token",
            Query = query,
            Header = name => name == "Authorization" ? authorization : null,
        },
        FormBody.Parse(Encoding.UTF8.GetBytes(form)).Value());
}
