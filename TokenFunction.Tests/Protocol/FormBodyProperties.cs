using System.Net;
using System.Text;
using CsCheck;
using TokenIssuer.Protocol;

namespace TokenFunction.Tests.Protocol;

/// <summary>C1.12–C1.14 for generated forms: never an exception, and what another encoder wrote reads back.</summary>
public sealed class FormBodyProperties
{
    /// <summary>Bytes that mean something to a form more often than chance would have it.</summary>
    private static readonly Gen<byte[]> Bodies =
        Gen.OneOf(Gen.Byte, Gen.OneOfConst("%&=+aAfF019"u8.ToArray())).Array[0, 200];

    private static readonly Gen<(string Name, string Value)[]> Parameters =
        Gen.Select(GeneratedText.OfLength(1, 20), GeneratedText.OfLength(0, 50)).Array[0, 100];

    [Fact]
    public void Any_bytes_are_a_form_or_a_refusal() => Bodies.Sample(body =>
        Assert.True(FormBody.Parse(body).Reason() is null or "malformed_form" or "repeated_parameter" or "too_many_parameters"));

    [Fact]
    public void What_another_encoder_wrote_reads_back() => Parameters.Sample(parameters =>
    {
        (string Name, string Value)[] distinct = [.. parameters.Where(p => p.Name is not ("resource" or "audience")).DistinctBy(p => p.Name)];
        var body = string.Join('&', distinct.Select(p => $"{WebUtility.UrlEncode(p.Name)}={WebUtility.UrlEncode(p.Value)}"));

        var form = FormBody.Parse(Encoding.ASCII.GetBytes(body)).Value();

        foreach (var (name, value) in distinct) Assert.Equal(value.Length == 0 ? null : value, form[name]);
    });

    [Fact]
    public void Decoding_agrees_with_another_decoder_where_that_one_is_strict() => Bodies.Sample(bytes =>
    {
        if (!FormBody.TryDecode(bytes, out var text)) return;
        Assert.Equal(WebUtility.UrlDecode(Encoding.UTF8.GetString(bytes)), text);
    });
}
