using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace TokenIssuer.Protocol;

/// <summary>
/// An application/x-www-form-urlencoded body (RFC 6749 Appendix B), decoded once from its bytes. Bad encoding and
/// repeated parameters stop here; a framework's form reader would join or keep them.
/// </summary>
internal sealed class FormBody
{
    private const int MaxParameters = 100;
    private const string MediaType = "application/x-www-form-urlencoded";

    private static readonly SearchValues<byte> Encoded = SearchValues.Create("%+"u8);

    private readonly List<KeyValuePair<string, string>> parameters = new(4);

    private FormBody()
    {
    }

    /// <summary>The body of a POST, or the refusal that its type, length or content asks for.</summary>
    public static Outcome<FormBody> Read(IssuerRequest request)
    {
        if (request.Body.Length > IssuerRequest.MaxBodyBytes) return OAuthError.BodyTooLarge;
        // The Functions host drops chunked bodies: better said than taken for an empty form.
        if (request.Body.IsEmpty && request.Header("Transfer-Encoding") is not null) return OAuthError.LengthRequired;
        return IsForm(request.Header("Content-Type")) ? Parse(request.Body.Span) : OAuthError.NotAForm;
    }

    /// <summary>The parameters of a form. An empty value is an omitted one (RFC 6749 §3.2).</summary>
    public static Outcome<FormBody> Parse(ReadOnlySpan<byte> body)
    {
        var form = new FormBody();
        var count = 0;
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty) continue;
            if (++count > MaxParameters) return OAuthError.TooManyParameters;
            var equals = pair.IndexOf((byte)'=');
            if (!TryDecode(equals < 0 ? pair : pair[..equals], out var name)) return OAuthError.MalformedForm;
            if (!TryDecode(equals < 0 ? default : pair[(equals + 1)..], out var value)) return OAuthError.MalformedForm;
            // RFC 6749 §3.2: once each; RFC 8707 §2 lets resource repeat, and audience is its synonym.
            if (!MayRepeat(name) && form.Has(name)) return OAuthError.RepeatedParameter;
            form.parameters.Add(new(name, value));
        }

        return form;
    }

    /// <summary>A parameter's value; null when it is absent or empty.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in parameters)
            {
                if (key == name) return value.Length == 0 ? null : value;
            }

            return null;
        }
    }

    /// <summary>Every value of the parameters that may repeat, in the order sent.</summary>
    public string[] Targets()
    {
        List<string>? targets = null;
        foreach (var (name, value) in parameters)
        {
            if (MayRepeat(name) && value.Length > 0) (targets ??= []).Add(value);
        }

        return targets?.ToArray() ?? [];
    }

    /// <summary>
    /// Percent-decoding with <c>+</c> as space, octets read as UTF-8. False for a bad percent sequence or bad UTF-8,
    /// which <see cref="Uri.UnescapeDataString(string)"/> would silently keep.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, [NotNullWhen(true)] out string? text)
    {
        text = Usual(encoded);
        if (text is not null) return true;
        if (!encoded.ContainsAny(Encoded)) return TryRead(encoded, out text);
        var decoded = encoded.Length <= 512 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        return TryDecode(encoded, decoded, out var length) && TryRead(decoded[..length], out text);
    }

    private static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? text)
    {
        text = Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : null;
        return text is not null;
    }

    /// <summary>What nearly every request has in it, and what need not be made anew for each.</summary>
    private static string? Usual(ReadOnlySpan<byte> encoded) => encoded.Length switch
    {
        0 => "",
        5 when encoded.SequenceEqual("scope"u8) => "scope",
        8 when encoded.SequenceEqual("resource"u8) => "resource",
        9 when encoded.SequenceEqual("client_id"u8) => "client_id",
        10 when encoded.SequenceEqual("grant_type"u8) => "grant_type",
        13 when encoded.SequenceEqual("client_secret"u8) => "client_secret",
        18 when encoded.SequenceEqual("client_credentials"u8) => "client_credentials",
        _ => null,
    };

    private static bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> decoded, out int length)
    {
        length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var octet = encoded[i];
            if (octet == '+')
            {
                octet = (byte)' ';
            }
            else if (octet == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1]) || !char.IsAsciiHexDigit((char)encoded[i + 2])) return false;
                octet = (byte)((Nibble(encoded[i + 1]) << 4) | Nibble(encoded[i + 2]));
                i += 2;
            }

            decoded[length++] = octet;
        }

        return true;
    }

    private static int Nibble(byte hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;

    private static bool MayRepeat(string name) => name is "resource" or "audience";

    private static bool IsForm(string? contentType)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        return (parameters < 0 ? type : type[..parameters]).Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase);
    }

    private bool Has(string name)
    {
        foreach (var (key, _) in parameters)
        {
            if (key == name) return true;
        }

        return false;
    }
}
