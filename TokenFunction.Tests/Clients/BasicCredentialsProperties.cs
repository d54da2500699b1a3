using System.Text;
using CsCheck;
using TokenFunction.Tests.Protocol;
using TokenIssuer.Clients;

namespace TokenFunction.Tests.Clients;

/// <summary>C2.17–C2.23 for generated headers.</summary>
public sealed class BasicCredentialsProperties
{
    private static readonly Gen<string> Texts = GeneratedText.OfLength(1, 50).Where(text => !text.Any(char.IsControl));

    [Fact]
    public void Any_text_is_a_credential_or_malformed() => Gen.String[0, 100].Sample(text =>
        Assert.True(ClientCredentials.ParseBasic(text).Reason() is null or "malformed_authorization"));

    [Fact]
    public void Any_bytes_in_base64_are_a_credential_or_malformed() => Gen.Byte.Array[0, 100].Sample(bytes =>
        Assert.True(ClientCredentials.ParseBasic(Convert.ToBase64String(bytes)).Reason() is null or "malformed_authorization"));

    [Fact]
    public void What_a_client_that_encodes_sends_is_read_exactly() => Gen.Select(Texts, Texts).Sample((id, secret) =>
    {
        var userPass = $"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}";

        var read = ClientCredentials.ParseBasic(Convert.ToBase64String(Encoding.ASCII.GetBytes(userPass))).Value();

        Assert.Equal((id, secret), (read.ClientId, read.Secret));
    });

    [Fact]
    public void C2_20_what_we_issue_needs_no_encoding()
    {
        var issued = Gen.Char["ABCXYZabcxyz0189_-"].Array[3, 64].Select(characters => new string(characters));
        Gen.Select(issued, issued).Sample((id, secret) =>
        {
            var read = ClientCredentials.ParseBasic(Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}"))).Value();
            Assert.Equal((id, secret), (read.ClientId, read.Secret));
        });
    }
}
